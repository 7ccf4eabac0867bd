using Microsoft.AspNetCore.Authorization;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.TryIt;

/// <summary>What somebody reads who ran a trial for another. What was seen is for whoever sent the link.</summary>
[AllowAnonymous]
internal sealed class EndedTrialPage(ErrorPages errors) : DashboardModel
{
    public string? State { get; private set; }

    /// <summary>Only of our own pages: what else an address says is shown to nobody.</summary>
    public ErrorPage? Failure { get; private set; }

    public void OnGet(string? state, string? reason)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        (State, Failure) = (state, errors.Find(reason));
    }
}
