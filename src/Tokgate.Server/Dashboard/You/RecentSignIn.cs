using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

/// <summary>Whoever finds a browser open must not make it theirs: what somebody signs in with is changed only soon after they signed in.</summary>
internal sealed class RecentSignIn(TimeProvider time)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>Null if it was soon enough, or they could not sign in again.</summary>
    public ManagementError? Fault(DashboardVisit visit) => !visit.Session.CanReturn || time.GetUtcNow() - visit.Session.CreatedAt <= Recent
        ? null
        : new ManagementError(StatusCodes.Status403Forbidden, "sign_in_again", "You signed in more than 15 minutes ago.") { Advice = "To change what you sign in with, sign out and in again first." };
}
