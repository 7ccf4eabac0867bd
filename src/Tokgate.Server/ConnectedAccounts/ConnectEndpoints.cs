using System.Text.Json;
using Tokgate.Server.Apis;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>How an application connects a TikTok account to somebody: it begins, the browser goes to TikTok and comes back, and it completes.</summary>
/// <remarks>
/// Owns <c>POST /me/v1/connected-accounts/connect</c> and <c>/complete</c> (Auth0's). Both sides are proven: the person by a token or the application's word for a sign-in of the last
/// minutes, the account by TikTok. Nothing is connected before <c>complete</c>, which needs the handle that only <c>connect</c> gave, the code that only the browser brought, the
/// verifier of the challenge, and the same person and session. Does not own the browser's way (ConnectPageEndpoints, ConnectCallback).
/// </remarks>
internal sealed class ConnectEndpoints(IAccountLinkStore store, AccountDoor door, LinkSeal seal, ConnectionDirectory connections, Issuer issuer, TimeProvider time)
{
    public const string ConnectPath = "/me/v1/connected-accounts/connect";
    public const string CompletePath = "/me/v1/connected-accounts/complete";

    private const int MaxState = 1024;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    public async Task ConnectAsync(HttpContext context)
    {
        if (await door.OpenBodyAsync(context, MyAccountScopes.Create) is not ({ } caller, var body))
        {
            return;
        }

        if (Read(body, caller, out var connection, out var further) is { } fault)
        {
            await ResponseWriter.WriteAsync(context, fault);
            return;
        }

        var (session, ticket, now) = (Handle.New(HandleKind.ConnectSession), Handle.New(HandleKind.ConnectTicket), time.GetUtcNow());
        var link = new AccountLink
        {
            Id = RandomId.New(),
            Holder = caller.Holder,
            Connection = connection!.Name, // there without a fault
            FurtherScopes = further,
            OpenId = body.Text("open_id"),
            RedirectUri = body.Text("redirect_uri"),
            State = body.Text("state"),
            CodeChallenge = body.Text("code_challenge"),
            CreatedAt = now,
            ExpiresAt = now + AccountLinkStart.Lifetime,
        };
        await store.AddAsync(link, session.Hash(), ticket.Hash(), context.RequestAborted);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status201Created, (session, ticket, issuer), static (json, begun) =>
        {
            json.WriteString("auth_session"u8, begun.session.Reveal());
            json.WriteString("connect_uri"u8, begun.issuer.At(ConnectPageEndpoints.Path));
            json.WriteStartObject("connect_params"u8);
            json.WriteString("ticket"u8, begun.ticket.Reveal());
            json.WriteEndObject();
            json.WriteNumber("expires_in"u8, (long)AccountLinkStart.Lifetime.TotalSeconds);
        });
    }

    public async Task CompleteAsync(HttpContext context)
    {
        if (await door.OpenBodyAsync(context, MyAccountScopes.Create) is not ({ } caller, var body))
        {
            return;
        }

        if (!Handle.TryHash(HandleKind.ConnectSession, body.Text("auth_session"), out var sessionHash) || !Handle.TryHash(HandleKind.ConnectCode, body.Text("connect_code"), out var codeHash))
        {
            await ResponseWriter.WriteAsync(context, NotValid);
            return;
        }

        var (verifier, redirectUri) = (body.Text("code_verifier"), body.Text("redirect_uri"));
        var now = time.GetUtcNow();
        var account = await store.CompleteAsync(
            sessionHash,
            codeHash,
            link => link.ExpiresAt > now && link.Holder == caller.Holder && string.Equals(link.RedirectUri, redirectUri, StringComparison.Ordinal) && link.CodeChallenge is { } challenge && Pkce.Matches(challenge, verifier)
                && connections.Find(link.Connection) is { Config.IsActiveForConnectedAccounts: true } ? seal.OpenResult(link.SealedResult, link.Id) : null,
            CancellationToken.None);
        await (account is null ? ResponseWriter.WriteAsync(context, NotValid) : ResponseWriter.WriteAsync(context, StatusCodes.Status201Created, account, AccountJson.Write));
    }

    // All alike: which of them it was would help nobody but a thief.
    private static OAuthError NotValid { get; } =
        OAuthError.InvalidGrant("auth_session and connect_code are unknown, used or expired, or redirect_uri, code_verifier, client or person are not those that it was begun with. Begin anew.");

    private OAuthError? Read(JsonElement body, AccountCaller caller, out Connection? connection, out string further)
    {
        further = "";
        connection = body.Text("connection") is { } name && caller.Client.Connections?.Contains(name, StringComparer.Ordinal) != false ? connections.Find(name) : null;
        if (connection?.Live is null)
        {
            return OAuthError.InvalidTarget("connection: there is no such connection, or the application may not use it.");
        }

        if (!connection.Config.IsActiveForConnectedAccounts)
        {
            return OAuthError.InvalidTarget($"{ErrorIds.ConnectionNotForAccounts}: The connection is not for connected accounts. Its purpose has to be switched on (connected_accounts.active).") with { ErrorId = ErrorIds.ConnectionNotForAccounts };
        }

        if (RedirectUris.Match(caller.Client.RedirectUris, body.Text("redirect_uri"), caller.Client.IsNative) is null)
        {
            return OAuthError.InvalidRequest("redirect_uri: it is missing, or not registered for this application.");
        }

        if (body.Text("code_challenge_method") != Pkce.Method || !Pkce.IsChallenge(body.Text("code_challenge")))
        {
            return OAuthError.InvalidRequest("code_challenge: a challenge by S256 is needed, with code_challenge_method.");
        }

        if (body.Text("state") is { Length: > MaxState })
        {
            return OAuthError.InvalidRequest($"state: at most {MaxState} characters.");
        }

        return Fresh(caller) ?? Scopes(body, connection, ref further);
    }

    // RFC 9470: whoever left their browser open an hour ago is not there to say that an account is theirs (T-38).
    private OAuthError? Fresh(AccountCaller caller)
    {
        var now = time.GetUtcNow();
        if (caller.AuthenticatedAt is { } at && at <= now + Skew && at >= now - AccountLinkStart.MaxAge)
        {
            return null;
        }

        const string Described = "The person must have signed in within the last 600 seconds.";
        return new OAuthError("insufficient_user_authentication", caller.UserId is null || caller.Holder.ExternalId is not null ? $"auth_time: {Described} Say when they did, in Unix seconds." : Described)
        {
            Status = StatusCodes.Status401Unauthorized,
            Challenge = $"Bearer realm=\"tokgate\", error=\"insufficient_user_authentication\", error_description=\"{Described}\", max_age=\"{(int)AccountLinkStart.MaxAge.TotalSeconds}\"",
        };
    }

    private static OAuthError? Scopes(JsonElement body, Connection connection, ref string further)
    {
        if (!body.TryGetProperty("scopes", out var scopes))
        {
            return null;
        }

        var words = scopes.ValueKind == JsonValueKind.Array && scopes.EnumerateArray().All(static word => word.ValueKind == JsonValueKind.String)
            ? scopes.EnumerateArray().Select(static word => word.GetString()!).Distinct(StringComparer.Ordinal).ToList() : null; // strings, as just seen
        if (words is null)
        {
            return OAuthError.InvalidScope("scopes: TikTok's scopes as an array of strings.");
        }

        if (words.FirstOrDefault(word => connection.Config.Live?.ApprovedScopes.Contains(word, StringComparer.Ordinal) != true) is { } unknown)
        {
            return OAuthError.InvalidScope($"scopes: {AllowedText.Of(unknown)} is not approved for this connection's TikTok app.");
        }

        further = string.Join(' ', words);
        return null;
    }
}
