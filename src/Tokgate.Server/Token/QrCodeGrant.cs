using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.Server.Upstream.QrCodes;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Token;

/// <summary>
/// RFC 8628, 3.4 and 3.5 for a QR code of TikTok's: the program that shows it asks until the phone has answered. It proves itself by the code_verifier before anything is looked at, so whoever photographs the screen and knows the client
/// learns nothing. Asking more often than TikTok may be asked is answered with slow_down, and TikTok does not hear of it.
/// </summary>
internal sealed class QrCodeGrant(IQrSignInStore store, QrLook look, QrSeal seal, ConnectionDirectory connections, UpstreamRefusal refusals, ProgramSignIn signIns, TimeProvider time) : ITokenGrant
{
    private static readonly OAuthError NotValid = OAuthError.InvalidGrant("The qr_id is unknown, used, over or another client's, or the code_verifier does not fit.");
    private static readonly OAuthError Over = new("expired_token", "The code is over: nobody scanned it in time, or the person said no. Begin again with another one.");

    public string GrantType => GrantTypes.QrCode;

    public async ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken)
    {
        var form = request.Form;
        if (form["qr_id"] is not { } id || form["code_verifier"] is not { } verifier)
        {
            return OAuthError.InvalidRequest("The parameters qr_id and code_verifier are both needed.");
        }

        if (!Handle.TryHash(HandleKind.QrCode, id, out var hash) || await store.FindAsync(hash, cancellationToken) is not { BrowserHash: null, Request.CodeChallenge: { } challenge } signIn
            || !string.Equals(signIn.Request.ClientId, request.Client.Id, StringComparison.Ordinal) || !Pkce.Matches(challenge, verifier))
        {
            return NotValid;
        }

        if (signIn.StateAt(time.GetUtcNow()) == QrState.Over)
        {
            return Over;
        }

        if (Through(signIn) is not { } through)
        {
            return OAuthError.AccessDenied($"{ErrorIds.ConnectionInactive}: The connection is not active for authentication.") with { ErrorId = ErrorIds.ConnectionInactive };
        }

        var looked = await look.LookAsync(hash, signIn, cancellationToken);
        return looked switch
        {
            { State: QrState.Confirmed } => await signIns.RunAsync(request, through, signIn.ToPending(""), () => TakeAsync(hash, through.Connection, cancellationToken), cancellationToken),
            { Failure: { } failure } => refusals.Of(failure),
            { State: QrState.Over } => Over,
            { IsTooSoon: true } => OAuthError.SlowDown,
            { State: QrState.Scanned } => OAuthError.AuthorizationPending("The code was scanned; the person has not answered yet."),
            _ => OAuthError.AuthorizationPending("Nobody has scanned the code yet."),
        };
    }

    private async Task<TakenCode?> TakeAsync(byte[] hash, Connection connection, CancellationToken cancellationToken) =>
        await store.TakeAsync(hash, cancellationToken) is { } taken && seal.TryOpen(taken, hash, out var code, out var redirectUri)
            ? new TakenCode(code, redirectUri.Length > 0 ? redirectUri : connection.Callback, null)
            : null;

    private (Connection Connection, TikTokApp App)? Through(QrSignIn signIn) =>
        connections.Find(signIn.Connection) is { Config.IsActiveForAuthentication: true } connection && connection.Find(signIn.TikTokApp) is { } app ? (connection, app) : null;
}
