using Tokgate.Server.AccessTokens;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.UserInfo;

/// <summary>UserInfo (OpenID Connect Core, 5.3).</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /userinfo</c>: the access token of a user with the scope openid, by header or form, becomes what the client may know of the user.
/// Browsers of the client's own origins may read the answer, and any browser that a token is refused. Does not own which claims those are (Grants), nor when a
/// token counts (AccessTokens).
/// </remarks>
internal sealed class UserInfoEndpoints(AccessTokenVerification verification, ClientDirectory clients, RequestLimits limits, AuditTrail trail)
{
    public const string Path = "/userinfo";

    public async Task HandleAsync(HttpContext context)
    {
        var (token, error) = await BearerRequest.ReadAsync(context, mayUseForm: true);
        if (error is not null)
        {
            CrossOrigin.AllowRefusal(context);
            await RefuseAsync(context, error);
            return;
        }

        // A machine's token has no grant, and one that is for an API alone is not for us.
        if (await verification.VerifyAsync(token, context.RequestAborted) is not { Grant: { } grant } claims || !claims.Audience.Contains(verification.Issuer, StringComparer.Ordinal)
            || await clients.FindAsync(claims.ClientId, context.RequestAborted) is not { } client)
        {
            CrossOrigin.AllowRefusal(context);
            await RefuseAsync(context, OAuthError.InvalidToken);
            return;
        }

        var about = trail.About();
        about.ClientId = claims.ClientId;
        about.UserId = claims.Subject;
        CrossOrigin.Allow(context, client.Origins);
        if (limits.TakeUser(claims.Subject) is { } wait)
        {
            await RefuseAsync(context, OAuthError.TooManyRequests(wait));
            return;
        }

        if (!claims.Scope.Contains(Scope.OpenId, StringComparer.Ordinal))
        {
            await RefuseAsync(context, OAuthError.InsufficientScope(Scope.OpenId));
            return;
        }

        var names = ReleasedClaims.OfUserInfo(client.Client, grant, claims.Scope);
        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, (grant.User, Names: names, grant.UpstreamScopes), static (json, answer) =>
        {
            json.WriteString("sub"u8, answer.User.Id);
            ReleasedClaims.Write(json, answer.User, answer.Names, answer.UpstreamScopes);
        });
    }

    private ValueTask RefuseAsync(HttpContext context, OAuthError error)
    {
        trail.Refused(AuditNames.UserInfoRefused, error.Code);
        return ResponseWriter.WriteAsync(context, error);
    }
}
