using Tokgate.Server.Administrators;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

/// <summary>Who is here, and what they may do.</summary>
internal sealed record DashboardVisit(AdministratorSession Session, ManagementCaller Caller)
{
    public static DashboardVisit Of(HttpContext context) => context.Features.Get<DashboardVisit>()!; // the filter lets nobody else in
}
