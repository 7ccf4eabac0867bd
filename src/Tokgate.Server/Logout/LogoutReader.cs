using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Logout;

/// <summary>From parameters to a typed request (RP-Initiated Logout, 2). What is wrong with it stays on our page: nothing has proved where else it may go.</summary>
internal sealed class LogoutReader(ClientDirectory clients, SigningKeyRing ring, Issuer issuer)
{
    public async ValueTask<(LogoutRequest Request, Failure? Failure)> ReadAsync(Parameters parameters, CancellationToken cancellationToken)
    {
        var request = new LogoutRequest { ClientId = parameters["client_id"], UiLocales = parameters["ui_locales"] };
        if (parameters.Repeated is { } repeated)
        {
            return (request, Refused($"The parameter {AllowedText.Of(repeated)} was sent more than once."));
        }

        if (parameters["id_token_hint"] is { } compact)
        {
            if (await IdTokenHint.VerifyAsync(compact, ring, issuer, cancellationToken) is not { } hint)
            {
                return (request, Refused("The id_token_hint is not an ID token of this issuer."));
            }

            if (request.ClientId is { } named && !string.Equals(named, hint.Audience, StringComparison.Ordinal))
            {
                return (request, Refused("The id_token_hint was issued to another client than client_id names."));
            }

            request = request with { ClientId = hint.Audience, Subject = hint.Subject, SessionId = hint.SessionId };
        }

        // Without a client nobody can say whose address it is, so it is as if it were not there.
        if (parameters["post_logout_redirect_uri"] is not { } uri || request.ClientId is null)
        {
            return (request, null);
        }

        request = request with { RedirectUri = uri, State = parameters["state"] };
        return await TargetOfAsync(request, cancellationToken) is null
            ? (request, Failure.BadRequest(ErrorIds.PostLogoutRedirectUriUnregistered, $"Client: {AllowedText.Of(request.ClientId)}"))
            : (request, null);
    }

    /// <summary>The name under which people know the client, if it is one.</summary>
    public async ValueTask<string?> ApplicationOfAsync(LogoutRequest request, CancellationToken cancellationToken) => (await FindAsync(request, cancellationToken))?.Name;

    /// <summary>Byte for byte, also for native clients: RFC 8252's free port is for the answers of an authorization request.</summary>
    public async ValueTask<MatchedRedirectUri?> TargetOfAsync(LogoutRequest request, CancellationToken cancellationToken) =>
        await FindAsync(request, cancellationToken) is { } client ? RedirectUris.Match(client.PostLogoutRedirectUris, request.RedirectUri, isNative: false) : null;

    private static Failure Refused(string detail) => Failure.BadRequest(ErrorIds.LogoutRequestRefused, detail);

    private async ValueTask<Client?> FindAsync(LogoutRequest request, CancellationToken cancellationToken) =>
        request.ClientId is { } id && await clients.FindAsync(id, cancellationToken) is { IsActive: true } client ? client.Client : null;
}
