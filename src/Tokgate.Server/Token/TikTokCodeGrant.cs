using Tokgate.Server.Authorize;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Token;

/// <summary>
/// A code that TikTok's SDK gave an application on a phone, with the verifier that the SDK made and the redirect URI it was given for, becomes our tokens. TikTok takes the code from its own app alone, with this verifier and for this
/// redirect URI; ours is that the redirect URI is registered for this very client and is none of our own callbacks, whose codes belong to browsers that prove themselves by a cookie (T-05), and that one code is tried once.
/// </summary>
internal sealed class TikTokCodeGrant(AuthorizeLadder ladder, ConnectionDirectory connections, IAssertionReplayStore used, ProgramSignIn signIns, TimeProvider time) : ITokenGrant
{
    // Longer than any code lives: TikTok's are said to live for ten minutes at most.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public string GrantType => GrantTypes.TikTokCode;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var (client, form) = (request.Client, request.Form);
        var draft = new AuthorizeDraft(form, client, new AuthorizationRequest { ClientId = client.Id, RedirectUri = "", FlowId = RandomId.New() }) { IsPushed = true };
        if (await ladder.RunForProgramAsync(draft, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (connections.FindFor(client.Connections, draft.Request.Connection) is not { } connection)
        {
            return OAuthError.InvalidRequest("The request must name one of the connections that the client may use.");
        }

        if (AppOf(connection, form["client_key"]) is not { } app)
        {
            return OAuthError.InvalidRequest("The client_key is not the live app's, nor one's that takes codes that are handed over.");
        }

        if (Read(client, form, out var error) is not { } handed)
        {
            return error!; // set when nothing is read
        }

        var now = time.GetUtcNow();
        var pending = new PendingSignIn
        {
            BrowserHash = [],
            Connection = connection.Name,
            TikTokApp = app.ClientKey,
            Callback = handed.RedirectUri,
            AskedScopes = connection.ScopesFor(draft.Request.Scopes, connection.Config.Find(app.ClientKey)).ToString(),
            Request = draft.Request with { Hints = null },
            CreatedAt = now,
            ExpiresAt = now,
        };
        return await signIns.RunAsync(request, (connection, app), pending, TakeAsync, cancellationToken);

        async Task<TakenCode?> TakeAsync() =>
            await used.TryUseAsync(Handle.HashOf($"tiktok-code\n{app.ClientKey}\n{handed.Code.Reveal()}"), now + Remembered, cancellationToken) ? handed : null;
    }

    private TakenCode? Read(Client client, Parameters form, out OAuthError? error)
    {
        error = null;
        if (form["code"] is not { } code || form["code_verifier"] is not { } verifier || form["redirect_uri"] is not { } redirectUri)
        {
            error = OAuthError.InvalidRequest("The parameters code, code_verifier and redirect_uri are all needed, as TikTok's SDK gave them.");
            return null;
        }

        if (RedirectUris.Match(client.RedirectUris, redirectUri, isNative: false) is null || connections.All.Any(connection => string.Equals(connection.Callback, redirectUri, StringComparison.Ordinal)))
        {
            error = OAuthError.InvalidGrant($"{ErrorIds.HandOverRefused}: The redirect_uri is not registered for this client, or is the broker's own.") with { ErrorId = ErrorIds.HandOverRefused };
            return null;
        }

        try
        {
            return new TakenCode(AuthorizationCode.From(code), redirectUri, CodeVerifier.From(verifier));
        }
        catch (ArgumentException)
        {
            error = OAuthError.InvalidGrant("The code or the code_verifier is malformed.");
            return null;
        }
    }

    // A secret of the app that is live, or of one that the operator has marked: an app that is there for its old grants alone signs nobody in any more.
    private static TikTokApp? AppOf(Connection connection, string? clientKey) =>
        clientKey is null || clientKey == connection.Config.LiveApp ? connection.Live
        : connection.Config.Find(clientKey) is { TakesHandOver: true } ? connection.Find(clientKey)
        : null;
}
