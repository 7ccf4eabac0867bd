using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Trials;

namespace Tokgate.Server.Dashboard.TryIt;

/// <summary>A trial for whoever was given its link: to be read and nothing else.</summary>
[AllowAnonymous]
internal sealed class SharedTrialPage(TrialLinks links, TrialText text) : DashboardModel
{
    public JsonNode? Trial { get; private set; }

    public async Task<IActionResult> OnGetAsync(string link)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (await links.FindAsync(link, HttpContext.RequestAborted) is { } trial)
        {
            Trial = text.Whole(trial);
            return Page();
        }

        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
