using Tokgate.Server.AccessTokens;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Revocation;

/// <summary>Revocation (RFC 7009).</summary>
/// <remarks>
/// Owns <c>POST /oauth/revoke</c>. A client ends what it was given: with either of its tokens the whole grant goes, because an access token has no row of its own
/// and whoever gives one up has no use for the other. What is not (or no longer) a token is answered with 200, as the client wanted it gone. A machine's
/// token cannot be ended one by one: it ends with the secret that bought it, and we say so instead of claiming a success.
/// </remarks>
internal sealed class RevocationEndpoints(ClientAuthentication authentication, AccessTokenVerification verification, IRefreshTokenStore refreshTokens, IGrantStore grants, AuditTrail trail)
{
    public const string Path = "/oauth/revoke";

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, form, error) = await ClientRequest.ReadAsync(context, authentication);
        CrossOrigin.Allow(context, caller?.Registered.Origins);
        error ??= form["token"] is { } token
            ? await RevokeAsync(caller!.Client, token, context.RequestAborted) // set when there is no error
            : OAuthError.InvalidRequest("The parameter token is missing.");
        if (error is not null)
        {
            trail.Refused(AuditNames.RevocationRefused, error.Code);
            await ResponseWriter.WriteAsync(context, error);
            return;
        }

        context.Response.Headers.Pragma = "no-cache";
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    // The hint is not needed: the two kinds cannot be mistaken for each other.
    private async ValueTask<OAuthError?> RevokeAsync(Client caller, string token, CancellationToken cancellationToken)
    {
        if (RefreshHandle.Parse(token) is { } handle)
        {
            // A token of the family that is not the live one counts too: its holder wants the family gone.
            return await refreshTokens.FindAsync(handle.Family, cancellationToken) is { } family ? await EndAsync(caller, family.Grant.ClientId, family.Grant) : null;
        }

        return await verification.VerifyAsync(token, cancellationToken) is not { } claims ? null
            : claims.Grant is null ? OAuthError.UnsupportedTokenType
            : await EndAsync(caller, claims.ClientId, claims.Grant);
    }

    private async ValueTask<OAuthError?> EndAsync(Client caller, string owner, Grant grant)
    {
        if (!string.Equals(caller.Id, owner, StringComparison.Ordinal))
        {
            return OAuthError.UnauthorizedClient("The token was given to another client.");
        }

        if (!grant.IsRevoked)
        {
            trail.About().UserId = grant.UserId;
            await grants.RevokeAsync(grant.Id);
        }

        return null;
    }
}
