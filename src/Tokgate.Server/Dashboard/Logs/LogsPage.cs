using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>What happened, the newest first.</summary>
internal sealed class LogsPage(ManagementDesk desk, ErrorPages errors) : DashboardPage(desk)
{
    public const int PageLength = 50;

    public LogFilter Filter { get; private set; } = new();

    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    public IReadOnlyList<string> Connections { get; private set; } = [];

    public IReadOnlyList<(string Id, string Name)> Applications { get; private set; } = [];

    /// <value>Where older events begin; null if there are none.</value>
    public string? Older { get; private set; }

    /// <value>Said if the search gave up before the page was full.</value>
    public string? Warning { get; private set; }

    public bool IsFirst { get; private set; }

    public bool IsLive { get; private set; }

    public async Task OnGetAsync(string? before, string? live)
    {
        Filter = LogFilter.Of(Request.Query);
        IsFirst = string.IsNullOrEmpty(before);
        IsLive = IsFirst && live == "on";
        Connections = [.. (await GetAsync("connections", [new("fields", "name")])).Body.Items().Select(static connection => connection.Text("name")).OfType<string>()];
        Applications = [.. (await GetAsync("clients", [new("per_page", "100"), new("fields", "client_id,name")])).Body.Items().Select(static client => (client.Text("client_id") ?? "", Shown.Name(client.Text("name"))))];
        var answer = await GetAsync("logs", [new("q", Filter.Query()), new("sort", "date:-1"), new("take", $"{PageLength}"), new("from", before)]);
        Error = answer.Error;
        Lines = [.. answer.Body.Items().Select(told => LogLine.Of(told, errors))];
        Older = answer.Next ?? (Lines.Count == PageLength ? Lines[^1].Id : null);
        Warning = answer.Next is null ? null : "Looked through many events and found no more. Say a time, or look on from here.";
    }
}
