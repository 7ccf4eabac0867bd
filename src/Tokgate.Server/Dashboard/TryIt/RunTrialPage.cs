using Microsoft.AspNetCore.Authorization;
using Tokgate.Server.Trials;

namespace Tokgate.Server.Dashboard.TryIt;

/// <summary>Where a link leads by which anybody may run a trial, once. Looking at it takes nothing: it is used by the button.</summary>
[AllowAnonymous]
internal sealed class RunTrialPage(TrialStart start) : DashboardModel
{
    public Trial? Trial { get; private set; }

    public string? Leaving { get; private set; }

    /// <summary>It ended before TikTok was seen.</summary>
    public bool HasFailed { get; private set; }

    public async Task OnGetAsync(string link)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        Trial = await start.FindAsync(link, HttpContext.RequestAborted);
    }

    public async Task OnPostAsync(string link)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        var begun = await start.BeginAsync(HttpContext, link, isOwn: false);
        (Trial, Leaving, HasFailed) = (begun.Trial, begun.Address, begun.Trial is not null && begun.Address is null);
    }
}
