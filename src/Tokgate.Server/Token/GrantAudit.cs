using Tokgate.Server.Audit;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Token;

internal static class GrantAudit
{
    /// <summary>What follows in this request belongs to the story of this grant.</summary>
    public static void About(AuditTrail trail, Grant grant)
    {
        var about = trail.About();
        about.FlowId = grant.Id;
        about.UserId = grant.UserId;
        about.SessionId = grant.SessionId;
        about.ClientId = grant.ClientId;
    }
}
