using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Management;

/// <summary>A client in Auth0's words, and in ours where Auth0 has none.</summary>
internal static class ClientShape
{
    public const int MinSecretLength = 32;

    public static readonly IReadOnlyDictionary<string, (ClientType Type, bool IsNative)> AppTypes = new Dictionary<string, (ClientType, bool)>(StringComparer.Ordinal)
    {
        ["regular_web"] = (ClientType.Confidential, false),
        ["spa"] = (ClientType.Public, false),
        ["native"] = (ClientType.Public, true),
        ["non_interactive"] = (ClientType.Machine, false),
    };

    private static readonly Dictionary<string, ClientAuthMethod> Methods = new(StringComparer.Ordinal)
    {
        ["client_secret_basic"] = ClientAuthMethod.Basic,
        ["client_secret_post"] = ClientAuthMethod.Post,
        ["private_key_jwt"] = ClientAuthMethod.PrivateKeyJwt,
        ["none"] = ClientAuthMethod.None,
    };

    private static readonly Members<ClientView> Of = new(Empty);

    private static readonly Shape<ClientView> Jwt = new(
        "jwt_configuration",
        Of.Seconds("lifetime_in_seconds", static view => view.Client.IdTokenLifetime, Set<TimeSpan>(static (client, value) => client with { IdTokenLifetime = value })).Says("How long an ID token lives. 3600 unless set."),
        Of.Word("alg", new Dictionary<string, SigningAlgorithm> { ["RS256"] = SigningAlgorithm.RS256, ["ES256"] = SigningAlgorithm.ES256 }, static view => view.Client.IdTokenAlgorithm,
            Set<SigningAlgorithm>(static (client, value) => client with { IdTokenAlgorithm = value })).Says("What signs ID and logout tokens. RS256 unless set."),
        Of.Ignored("secret_encoded"),
        Of.Ignored("scopes"));

    private static readonly Shape<ClientView> Refresh = new(
        "refresh_token",
        Of.Word("rotation_type", new Dictionary<string, bool> { ["rotating"] = false, ["non-rotating"] = true }, static view => view.Client.KeepsRefreshTokens,
            Set<bool>(static (client, value) => client with { KeepsRefreshTokens = value })).Says("rotating unless set; public clients always rotate."),
        Of.Seconds("token_lifetime", static view => view.Client.RefreshTokenLifetime, Set<TimeSpan>(static (client, value) => client with { RefreshTokenLifetime = value })).Says("180 days unless set."),
        Of.Seconds("idle_token_lifetime", static view => view.Client.RefreshTokenIdleLifetime, Set<TimeSpan>(static (client, value) => client with { RefreshTokenIdleLifetime = value })).Says("30 days unless set."),
        Of.Flag("session_bound", static view => view.Client.HasSessionRefreshTokens, Set<bool>(static (client, value) => client with { HasSessionRefreshTokens = value }))
            .Says("Refresh tokens also without offline_access; they die with the session."),
        Of.Ignored("expiration_type"),
        Of.Ignored("leeway"),
        Of.Ignored("infinite_token_lifetime"),
        Of.Ignored("infinite_idle_token_lifetime"));

    private static readonly Shape<ClientView> Logout = new(
        "oidc_logout",
        Of.Texts("backchannel_logout_urls", static view => view.Client.BackChannelLogoutUri is { } uri ? [uri] : [], static (view, uris) => view with { Client = view.Client with { BackChannelLogoutUri = uris.Count == 0 ? null : uris[0] } })
            .Says("Where the client is told that a session ended; one at most."),
        Of.Flag("backchannel_logout_session_required", static view => view.Client.RequiresBackChannelLogoutSession, Set<bool>(static (client, value) => client with { RequiresBackChannelLogoutSession = value })),
        Of.Ignored("backchannel_logout_initiators"));

    public static ClientView Empty => new(new Client { Id = "", Name = "", Type = ClientType.Confidential, GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken], Scopes = ["openid", "profile", "offline_access"] });

    public static Shape<ClientView> Shape { get; } = new(
        "client",
        [
            Of.Text("client_id", static view => view.Client.Id, Set<string>(static (client, value) => client with { Id = value }), 100).CreateOnly("Made if it is not sent."),
            Of.Text("name", static view => view.Client.Name is "" ? null : view.Client.Name, Set<string>(static (client, value) => client with { Name = value }), 100).Says("What people see on the consent page."),
            Of.Optional("description", static view => view.Client.Description, Set<string?>(static (client, value) => client with { Description = value }), 140),
            Of.Word("app_type", AppTypes, static view => (view.Client.Type, view.Client.IsNative), static (view, value) => view with { Client = Typed(view.Client, value.Type, value.IsNative) })
                .Says("regular_web (with a secret), spa or native (public, PKCE), non_interactive (client credentials only)."),
            Of.Word("status", new Dictionary<string, ClientStatus> { ["active"] = ClientStatus.Active, ["disabled"] = ClientStatus.Disabled }, static view => view.Client.Status, Set<ClientStatus>(static (client, value) => client with { Status = value })),
            Of.Flag("is_first_party", static view => view.Client.IsFirstParty, Set<bool>(static (client, value) => client with { IsFirstParty = value })).Says("One of your own: nobody is asked for consent."),
            Of.Texts("callbacks", static view => view.Client.RedirectUris, Set<IReadOnlyList<string>>(static (client, value) => client with { RedirectUris = value })).Says("Redirect URIs, compared character by character."),
            Of.Texts("allowed_logout_urls", static view => view.Client.PostLogoutRedirectUris, Set<IReadOnlyList<string>>(static (client, value) => client with { PostLogoutRedirectUris = value })),
            Of.Texts("grant_types", static view => view.Client.GrantTypes, Set<IReadOnlyList<string>>(static (client, value) => client with { GrantTypes = value })),
            Of.Word("token_endpoint_auth_method", Methods, static view => view.Client.AuthMethods[0], Set<ClientAuthMethod>(static (client, value) => client with { AuthMethods = [value] })).Says("The way, or the first of the ways, in which it proves itself."),
            Texts("token_endpoint_auth_methods", Methods, static client => client.AuthMethods, static (client, value) => client with { AuthMethods = value }).Says("All ways in which it may prove itself."),
            new("jwks", new JsonObject { ["type"] = new JsonArray("object", "null") })
            {
                Description = "Public keys for private_key_jwt, as a JWK set.",
                Read = static view => view.Client.KeySet is { } set ? JsonNode.Parse(set) : null,
                Take = static (view, sent, _, _) => view with { Client = view.Client with { KeySet = sent?.GetRawText() } },
            },
            new("client_secret", Schemas.Text)
            {
                Kind = MemberKind.WriteOnly,
                Description = $"At creation: a secret of at least {MinSecretLength} characters that you bring along. Later it is rotated; empty or masked means unchanged.",
                Take = TakeSecret,
            },
            Of.Told("client_secrets", Schemas.ListOf(Schemas.Any), static view => new JsonArray([.. view.Secrets.Select(Tell)]), "The secrets that count: when they were made and used, never what they are.").Fleeting(),
            Of.Object("jwt_configuration", Jwt, static view => view, static (_, view) => view),
            Of.Object("refresh_token", Refresh, static view => view, static (_, view) => view),
            Of.Object("oidc_logout", Logout, static view => view, static (_, view) => view),
            Of.Seconds("access_token_lifetime", static view => view.Client.AccessTokenLifetime, Set<TimeSpan>(static (client, value) => client with { AccessTokenLifetime = value })).Says("3600 unless set, at most a day."),
            Of.Flag("require_pkce", static view => view.Client.RequiresPkce, Set<bool>(static (client, value) => client with { RequiresPkce = value })).Says("true unless set; public clients always."),
            Of.Flag("require_pushed_authorization_requests", static view => view.Client.RequiresPushedRequest, Set<bool>(static (client, value) => client with { RequiresPushedRequest = value })),
            Of.Texts("scopes", static view => view.Client.Scopes, Set<IReadOnlyList<string>>(static (client, value) => client with { Scopes = value })).Says("What it may ask of a person: openid, profile, email, offline_access, and TikTok's own."),
            new("connections", new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Schemas.Text })
            {
                Description = "Names of the connections that it may use; null is all of them.",
                Read = static view => view.Client.Connections is { } names ? new JsonArray([.. names.Select(static name => JsonValue.Create(name))]) : null,
                Take = static (view, sent, path, faults) => sent is null ? view with { Client = view.Client with { Connections = null } }
                    : Members<ClientView>.ReadTexts(sent.Value, 50, path, faults) is { } names ? view with { Client = view.Client with { Connections = names } } : view,
            },
            Of.Flag("may_read_tiktok_tokens", static view => view.Client.MayReadTikTokTokens, static (view, value) => view with { Client = Exchanging(view.Client, value) })
                .Says("May exchange a person's token for TikTok's. Brings the grant types of token exchange along."),
            Of.Texts("serves_audiences", static view => view.Client.ServesAudiences, Set<IReadOnlyList<string>>(static (client, value) => client with { ServesAudiences = value })).Says("APIs that this client is: it may introspect their tokens."),
            Of.Map("client_metadata", static view => view.Client.Metadata, Set<IReadOnlyDictionary<string, string>>(static (client, value) => client with { Metadata = value })).Says("Your own notes."),
            Of.Instant("created_at", static view => view.CreatedAt, "When it was made."),
            Of.Instant("updated_at", static view => view.UpdatedAt, "When it or its secrets were changed last.").Fleeting(),
            .. Ignored.Select(static name => Of.Ignored(name)),
        ]);

    public static IReadOnlyList<string> Ignored =>
    [
        "addons", "allowed_clients", "allowed_origins", "callback_url_template", "client_aliases", "compliance_level", "cross_origin_authentication", "cross_origin_loc", "custom_login_page", "custom_login_page_on",
        "custom_login_page_preview", "default_organization", "encryption_key", "form_template", "global", "initiate_login_uri", "is_token_endpoint_ip_header_trusted", "logo_uri", "mobile", "native_social_login", "oidc_conformant",
        "organization_require_behavior", "organization_usage", "signed_request_object", "signing_keys", "sso", "sso_disabled", "tenant", "web_origins",
    ];

    private static Func<ClientView, TValue, ClientView> Set<TValue>(Func<Client, TValue, Client> set) => (view, value) => view with { Client = set(view.Client, value) };

    // The rest follows from the type unless it is said too: members are taken in the order in which they were sent, and what cannot be is refused by ClientRules.
    private static Client Typed(Client client, ClientType type, bool isNative) => client with
    {
        Type = type,
        IsNative = isNative,
        AuthMethods = type == ClientType.Public ? [ClientAuthMethod.None] : client.AuthMethods.Contains(ClientAuthMethod.None) ? [ClientAuthMethod.Basic, ClientAuthMethod.Post] : client.AuthMethods,
        GrantTypes = type == ClientType.Machine ? [GrantTypes.ClientCredentials] : client.Type == ClientType.Machine ? [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken] : client.GrantTypes,
        Scopes = type == ClientType.Machine ? [] : client.Scopes,
        RequiresPkce = type == ClientType.Public || client.RequiresPkce,
    };

    private static Client Exchanging(Client client, bool may) => client with
    {
        MayReadTikTokTokens = may,
        GrantTypes = [.. client.GrantTypes.Except([GrantTypes.TokenExchange, GrantTypes.Auth0TokenExchange]), .. may ? [GrantTypes.TokenExchange, GrantTypes.Auth0TokenExchange] : Array.Empty<string>()],
    };

    private static Member<ClientView> Texts<TWord>(string name, Dictionary<string, TWord> words, Func<Client, IReadOnlyList<TWord>> get, Func<Client, IReadOnlyList<TWord>, Client> set)
        where TWord : struct => new(name, Schemas.ListOf(Schemas.Text.With("enum", new JsonArray([.. words.Keys.Select(static word => JsonValue.Create(word))]))))
        {
            Read = view => new JsonArray([.. get(view.Client).Select(value => JsonValue.Create(words.First(word => word.Value.Equals(value)).Key))]),
            Take = (view, sent, path, faults) => sent is null ? view with { Client = set(view.Client, get(Empty.Client)) }
                : Members<ClientView>.ReadTexts(sent.Value, 50, path, faults) is not { } told ? view
                : told.All(words.ContainsKey) ? view with { Client = set(view.Client, [.. told.Select(word => words[word])]) }
                : Members<ClientView>.Refuse(view, path, faults, "must be of " + string.Join(", ", words.Keys)),
        };

    private static ClientView TakeSecret(ClientView view, JsonElement? sent, string path, Faults faults)
    {
        if (sent is null || (sent is { ValueKind: JsonValueKind.String } text && text.GetString() is { } masked && masked.All(static character => character is '*' or '•')))
        {
            return view;
        }

        return view.CreatedAt is not null ? Members<ClientView>.Refuse(view, path, faults, $"is not changed here: POST /api/v2/clients/{{id}}/rotate-secret makes another and keeps the old one as long as you say")
            : sent is { ValueKind: JsonValueKind.String } && sent.Value.GetString() is { Length: >= MinSecretLength and <= 200 } secret && secret.All(static character => character is > ' ' and <= '~') ? view with { GivenSecret = secret }
            : Members<ClientView>.Refuse(view, path, faults, $"must be {MinSecretLength} to 200 printable characters; leave it out to have one made");
    }

    public static JsonObject Tell(ClientSecret secret)
    {
        var told = new JsonObject { ["id"] = secret.Id, ["prefix"] = secret.Prefix, ["created_at"] = At(secret.CreatedAt) };
        if (secret.ExpiresAt is { } end)
        {
            told["expires_at"] = At(end);
        }

        if (secret.LastUsedAt is { } used)
        {
            told["last_used_at"] = At(used);
        }

        return told;

        static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    public static IReadOnlyList<Fault> Faults(Client client, TargetRules targets) => [.. ClientRules.Faults(client, targets).Select(Split)];

    // A rule names its member in our storage's words, before a colon.
    private static Fault Split(string rule)
    {
        var colon = rule.IndexOf(": ", StringComparison.Ordinal);
        return new Fault(colon < 0 ? "" : Told(rule[..colon]), colon < 0 ? rule : rule[(colon + 2)..]);

        static string Told(string member) => member switch
        {
            "id" => "client_id",
            "redirect_uris" => "callbacks",
            "post_logout_redirect_uris" => "allowed_logout_urls",
            "backchannel_logout_uri" => "oidc_logout.backchannel_logout_urls",
            "backchannel_logout_session_required" => "oidc_logout.backchannel_logout_session_required",
            "id_token_lifetime" => "jwt_configuration.lifetime_in_seconds",
            "refresh_token_idle_lifetime" => "refresh_token.idle_token_lifetime",
            "keeps_refresh_tokens" => "refresh_token.rotation_type",
            "auth_methods" => "token_endpoint_auth_methods",
            "key_set" => "jwks",
            "requires_pkce" => "require_pkce",
            "is_native" => "app_type",
            _ => member,
        };
    }
}
