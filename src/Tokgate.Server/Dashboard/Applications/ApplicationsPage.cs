using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

internal sealed class ApplicationsPage(ManagementDesk desk) : DashboardPage(desk)
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Type { get; set; }

    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    public IReadOnlyList<JsonNode> Clients { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsFiltered => !string.IsNullOrEmpty(Search) || !string.IsNullOrEmpty(Type);

    public async Task OnGetAsync()
    {
        var answer = await GetAsync("clients", [new("q", Search?.Trim()), new("app_type", Type), new("take", $"{PageSize}"), new("from", From)]);
        (Error, Clients, Next) = (answer.Error, answer.Body.Parts("clients"), answer.Body.Text("next"));
    }
}
