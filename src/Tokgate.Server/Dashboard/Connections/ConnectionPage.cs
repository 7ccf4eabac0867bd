using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What to register at TikTok, and whether people can sign in.</summary>
internal sealed class ConnectionPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        Reasons = (await GetAsync(ApiPath + "/status")).Body.Texts("reasons");
        return Page();
    }
}
