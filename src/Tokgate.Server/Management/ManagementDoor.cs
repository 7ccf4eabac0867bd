using System.Globalization;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>The opening of every call of the management API: a machine's own token for this API, with the scope that the call needs. A person's token opens nothing here. Who sits at the machine needs none: the database and the master key lie open to them anyway.</summary>
internal sealed class ManagementDoor(AccessTokenVerification verification, ApiDirectory apis, RequestLimits limits, AuditTrail trail, TimeProvider time)
{
    public async ValueTask<(ManagementCaller? Caller, OAuthError? Error)> OpenAsync(HttpContext context, string scope)
    {
        if (context.Features.Get<LocalOperator>() is { } local)
        {
            trail.About().Actor = local.Actor;
            return (new ManagementCaller(local.Actor, ManagementScopes.All), null);
        }

        var (token, error) = await BearerRequest.ReadAsync(context, mayUseForm: false);
        if (error is not null)
        {
            return (null, error);
        }

        if (await verification.VerifyAsync(token, context.RequestAborted) is not { Grant: null } claims || !claims.Audience.Contains(apis.Management.Audience, StringComparer.Ordinal))
        {
            return (null, OAuthError.InvalidToken);
        }

        trail.About().ClientId = claims.ClientId;
        trail.About().Actor = claims.ClientId;
        var wait = limits.TakeClient(claims.ClientId, address: null);
        WriteRate(context.Response.Headers, claims.ClientId);
        return wait is not null ? (null, OAuthError.TooManyRequests(wait.Value))
            : claims.Scope.Contains(scope, StringComparer.Ordinal) ? (new ManagementCaller(claims.ClientId, claims.Scope), null)
            : (null, OAuthError.InsufficientScope(scope));
    }

    // Auth0's names: its clients wait by them.
    private void WriteRate(IHeaderDictionary headers, string clientId)
    {
        if (limits.StandOfClient(clientId) is { } stand)
        {
            headers["x-ratelimit-limit"] = stand.Limit.ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-remaining"] = stand.Remaining.ToString(CultureInfo.InvariantCulture);
            headers["x-ratelimit-reset"] = (time.GetUtcNow() + stand.FullIn).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }
    }
}
