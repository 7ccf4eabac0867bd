using Tokgate.Server.AccessTokens;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>The opening of every call of the management API: a machine's own token for this API, with the scope that the call needs. A person's token opens nothing here.</summary>
internal sealed class ManagementCaller(AccessTokenVerification verification, ApiDirectory apis, RequestLimits limits, AuditTrail trail)
{
    /// <summary>Null if the call may go on.</summary>
    public async ValueTask<OAuthError?> RefuseAsync(HttpContext context, string scope)
    {
        var (token, error) = await BearerRequest.ReadAsync(context, mayUseForm: false);
        if (error is not null)
        {
            return error;
        }

        if (await verification.VerifyAsync(token, context.RequestAborted) is not { Grant: null } claims || !claims.Audience.Contains(apis.Management.Audience, StringComparer.Ordinal))
        {
            return OAuthError.InvalidToken;
        }

        trail.About().ClientId = claims.ClientId;
        return limits.TakeClient(claims.ClientId, address: null) is { } wait ? OAuthError.TooManyRequests(wait)
            : claims.Scope.Contains(scope, StringComparer.Ordinal) ? null
            : OAuthError.InsufficientScope(scope);
    }
}
