using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class OverviewPage(ManagementDesk desk) : DashboardPage(desk)
{
    public IReadOnlyList<(string Text, long Count)> Counts { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var clients = await GetAsync("clients", [new("include_totals", "true"), new("per_page", "1")]);
        Counts = [("Applications", clients.Body.Number("total") ?? 0)];
    }
}
