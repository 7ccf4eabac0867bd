using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>
/// A connection's options in Auth0's words. Members that speak of the live app (client_id, client_secret, approved_scopes) are settled last, whatever order they were sent in:
/// a secret never goes to the app that was live before.
/// </summary>
internal static class ConnectionOptionsShape
{
    private static readonly Members<ConnectionView> Of = new(ConnectionView.Empty);

    /// <summary>Auth0's members of <c>options</c> that mean nothing here.</summary>
    public static IReadOnlyList<string> Ignored { get; } =
    [
        "icon_url", "non_persistent_attrs", "set_user_root_attributes", "useOauthSpecScope", "pkce_enabled", "logoutUrl", "freeform_scopes", "federated_connections_access_tokens", "thirdPartyClientEnabled",
        "tenant_domain", "domain_aliases", "oauth2_scope_separator",
    ];

    // They would change what is sent, so to take them and do nothing would mislead.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["authParams"] = "is upstream_params here: {\"name\": {\"value\": \"…\"}}",
        ["authParamsMap"] = "is upstream_params here: {\"name\": {\"alias\": \"…\"}}",
        ["customHeaders"] = "is not sent: TikTok takes no headers of yours",
        ["fieldsMap"] = "is mapping here: {\"claim\": \"$.field\"}",
    };

    public static Shape<ConnectionView> Shape { get; } = new(
        "connection_options",
        [
            new("client_id", Schemas.Text)
            {
                Description = "The live app's client key. Another app's makes that one live, and a new one adds an app; the former stays in apps for what was granted to it. Empty means unchanged.",
                Read = static view => view.Config.LiveApp.Length == 0 ? null : JsonValue.Create(view.Config.LiveApp),
                Take = static (view, sent, path, faults) => ConnectionAppShape.IsMasked(sent) || Members<ConnectionView>.ReadText(sent!.Value, 100, path, faults) is not { } key ? view : view with { SentClientId = key.Trim() }, // masked if null
            },
            new("client_secret", Schemas.Text)
            {
                Kind = MemberKind.WriteOnly,
                Description = "The live app's. Empty or masked means unchanged.",
                Take = static (view, sent, path, faults) => ConnectionAppShape.IsMasked(sent) || ConnectionAppShape.ReadSecret(sent!.Value, path, faults) is not { } secret ? view : view with { SentSecret = secret }, // as above
            },
            Told("client_secret_fingerprint", static app => app.Fingerprint is { } print ? JsonValue.Create(print) : null, Schemas.Text, "Of the live app's: it changes when the secret does."),
            Of.Instant("client_secret_set_at", static view => view.Config.Live?.SecretSetAt, "When the live app's was stored."),
            Told("managed_by_settings", static app => JsonValue.Create(app.IsManagedBySettings), Schemas.Flag, "Whether settings or the host program give the live app's secret."),
            new("scope", new JsonObject { ["oneOf"] = new JsonArray(Schemas.Text, Schemas.ListOf(Schemas.Text)) })
            {
                Description = "What every sign-in asks TikTok for, beside what an application's own request needs: words with spaces or commas, or an array. user.info.basic unless told.",
                Read = static view => JsonValue.Create(string.Join(' ', view.Config.Scopes)),
                Take = TakeScope,
            },
            new("approved_scopes", Schemas.ListOf(Schemas.Text))
            {
                Description = "What TikTok has approved the live app for; nothing else is asked of it. What scope names is taken for approved.",
                Read = static view => view.Config.Live is { } live ? new JsonArray([.. live.ApprovedScopes.Select(static scope => JsonValue.Create(scope))]) : null,
                Take = static (view, sent, path, faults) => sent is null ? view with { SentApprovedScopes = view.Config.Scopes }
                    : Members<ConnectionView>.ReadTexts(sent.Value, 100, path, faults) is { } scopes ? view with { SentApprovedScopes = scopes } : view,
            },
            new("apps", Schemas.ListOf(ConnectionAppShape.Shape.Schema))
            {
                Description = "All TikTok apps, one of them live. The list is taken whole: an app that is not in it goes. Of an app that is, only what is sent changes.",
                Read = static view => ConnectionAppShape.Write(view.Config),
                Take = ConnectionAppShape.Take,
            },
            new("upstream_params", UpstreamParamsText.Schema)
            {
                Description = "What TikTok's page is sent beside our own parameters: {\"name\": {\"value\": \"…\"}}, or {\"name\": {\"alias\": \"login_hint\"}} for what the application sent. Sent names change, null takes one away.",
                Read = static view => view.Config.UpstreamParams.Count == 0 ? null : UpstreamParamsText.Write(view.Config.UpstreamParams),
                Take = UpstreamParamsText.Take,
            },
            new("fields", new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Schemas.Text })
            {
                Description = "What is asked of the profile, as far as the granted scopes allow; null is everything.",
                Read = static view => view.Config.Fields is { } fields ? new JsonArray([.. fields.Select(static field => JsonValue.Create(field))]) : null,
                Take = static (view, sent, path, faults) => sent is null ? view.With(static config => config with { Fields = null })
                    : Members<ConnectionView>.ReadTexts(sent.Value, 50, path, faults) is { } fields ? view.With(config => config with { Fields = fields }) : view,
            },
            new("mapping", ConnectionMappingShape.Schema)
            {
                Description = "Which claims come of which fields. Sent claims change, null takes one away; null for all of it is the default mapping.",
                Read = static view => ConnectionMappingShape.Write(view.Config.Mapping.Rules),
                Take = ConnectionMappingShape.Take,
            },
            Of.Flag("join_by_union_id", static view => view.Config.JoinsByUnionId, Set<bool>(static (config, value) => config with { JoinsByUnionId = value }))
                .Says("Whether two apps of this connection find one person by union_id. The subject never changes by it."),
            Of.Flag("keep_tokens", static view => view.Config.KeepsTokens, Set<bool>(static (config, value) => config with { KeepsTokens = value })).Says("Whether the vault keeps TikTok's tokens. true unless told."),
            Of.Flag("offer_qr_code", static view => view.Config.OffersQrCode, Set<bool>(static (config, value) => config with { OffersQrCode = value }))
                .Says("Whether the sign-in page offers a QR code to scan with a phone. It is then shown where a redirect to TikTok would do."),
            Of.Optional("placeholder_email_domain", static view => view.Config.PlaceholderEmailDomain, Set<string?>(static (config, value) => config with { PlaceholderEmailDomain = value }), 253)
                .Says("A name under .invalid at which people get an unverified placeholder address. TikTok has no addresses."),
            Address("authorizationURL", UpstreamAddress.Authorize, "TikTok's authorization page. It is fixed here; TikTok's former addresses are taken for it."),
            Address("tokenURL", UpstreamAddress.Token, "TikTok's token endpoint. It is fixed here: no proxy is needed."),
            new("scripts", new JsonObject { ["type"] = "object" })
            {
                Kind = MemberKind.WriteOnly,
                Description = "Refused: nobody's script runs here. The refusal says which mapping does the same.",
                Take = TakeScripts,
            },
            .. Refused.Select(static pair => new Member<ConnectionView>(pair.Key, [])
            {
                Kind = MemberKind.WriteOnly,
                Description = "Refused: it " + pair.Value + ".",
                Take = (view, sent, path, faults) => sent is null ? view : Members<ConnectionView>.Refuse(view, path, faults, pair.Value),
            }),
            .. Ignored.Select(static name => Of.Ignored(name)),
        ]);

    public static ConnectionView Take(ConnectionView view, JsonElement? sent, string path, Faults faults) => sent is null
        ? Members<ConnectionView>.Refuse(view, path, faults, "must be there; null takes away single members of it")
        : Shape.Take(view, sent.Value, path + ".", isNew: false, faults) is var taken && ReferenceEquals(taken, view) ? view
        : Settle(taken, path, faults);

    private static ConnectionView Settle(ConnectionView view, string path, Faults faults)
    {
        var config = view.Config;
        if (view.SentClientId is { } key && key != config.LiveApp)
        {
            config = config with { LiveApp = key, Apps = config.Find(key) is null ? [new TikTokAppConfig(key) { ApprovedScopes = config.Scopes }, .. config.Apps] : config.Apps };
        }

        if (config.Live is not { } live)
        {
            return view.SentSecret is null ? view with { Config = config } : Members<ConnectionView>.Refuse(view, path + ".client_secret", faults, "needs a client_id beside it");
        }

        var approved = view.SentApprovedScopes ?? (view.HasSentScope ? [.. live.ApprovedScopes.Union(config.Scopes, StringComparer.Ordinal)] : live.ApprovedScopes);
        var settled = live with { ApprovedScopes = approved, ClientSecret = view.SentSecret ?? live.ClientSecret };
        return view with { Config = config with { Apps = [.. config.Apps.Select(app => app.ClientKey == live.ClientKey ? settled : app)] }, SentClientId = null, SentSecret = null, SentApprovedScopes = null, HasSentScope = false };
    }

    private static ConnectionView TakeScope(ConnectionView view, JsonElement? sent, string path, Faults faults)
    {
        var scopes = sent switch
        {
            null => ConnectionView.Empty.Config.Scopes,
            { ValueKind: JsonValueKind.String } text => (text.GetString() ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
            _ => Members<ConnectionView>.ReadTexts(sent.Value, 100, path, faults),
        };
        return scopes is null || scopes.SequenceEqual(view.Config.Scopes) ? view
            : scopes.Count == 0 ? Members<ConnectionView>.Refuse(view, path, faults, "names at least one of TikTok's scopes, such as user.info.basic")
            : view.With(config => config with { Scopes = [.. scopes.Distinct(StringComparer.Ordinal)] }) with { HasSentScope = true };
    }

    private static ConnectionView TakeScripts(ConnectionView view, JsonElement? sent, string path, Faults faults)
    {
        if (sent is null || (sent is { ValueKind: JsonValueKind.Object } scripts && !scripts.EnumerateObject().Any()))
        {
            return view;
        }

        var script = sent is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("fetchUserProfile", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : ""; // as just seen
        return Members<ConnectionView>.Refuse(view, path + ".fetchUserProfile", faults, $"does not run here ({ErrorIds.ProfileScriptRefused}). These options do the same: {ProfileScript.Equivalent(script).ToJsonString()}");
    }

    private static Member<ConnectionView> Address(string name, UpstreamAddress address, string description) => new(name, Schemas.Text.With("format", "uri"))
    {
        Description = description,
        Read = view => JsonValue.Create(address.Of(view.Config)),
        Take = (view, sent, path, faults) => sent is null || (sent is { ValueKind: JsonValueKind.String } text && address.IsCurrent(text.GetString(), view.Config)) ? view
            : view.Config.Platform == UpstreamPlatform.Douyin ? Members<ConnectionView>.Refuse(view, path, faults, $"must be {address.Of(view.Config)} ({ErrorIds.UpstreamAddressForeign}), or left out: Douyin's addresses are fixed here")
            : sent is { ValueKind: JsonValueKind.String } former && address.IsFormer(former.GetString()) ? view with { Warnings = [.. view.Warnings, $"{path}: TikTok's former address was taken for {address.Value}"] }
            : Members<ConnectionView>.Refuse(view, path, faults, $"must be {address.Value} ({ErrorIds.UpstreamAddressForeign}): TikTok's addresses are fixed here, and this server speaks TikTok's dialect itself, so that no proxy stands between"),
    };

    private static Member<ConnectionView> Told(string name, Func<TikTokAppConfig, JsonNode?> get, JsonObject schema, string description) =>
        Of.Told(name, schema, view => view.Config.Live is { } live ? get(live) : null, description);

    private static Func<ConnectionView, TValue, ConnectionView> Set<TValue>(Func<ConnectionConfig, TValue, ConnectionConfig> set) => (view, value) => view.With(config => set(config, value));
}
