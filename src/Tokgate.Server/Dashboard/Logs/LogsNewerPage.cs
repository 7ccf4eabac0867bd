using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>The rows that came since, for the page that follows the log.</summary>
internal sealed class LogsNewerPage(ManagementDesk desk, ErrorPages errors) : DashboardPage(desk)
{
    // Ids are given out in another order than rows are committed in: the last few are told again, and the page knows what it has.
    private const long Overlap = 50;

    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? after)
    {
        var filter = LogFilter.Of(Request.Query);
        var known = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Math.Max(0, id - Overlap).ToString(CultureInfo.InvariantCulture) : null;
        var answer = await GetAsync("logs", [new("q", filter.Query()), new("sort", known is null ? "date:-1" : "date:1"), new("take", "100"), new("from", known)]);
        if (answer.Error is not null)
        {
            return new BadRequestResult();
        }

        Lines = [.. answer.Body.Items().Select(told => LogLine.Of(told, errors)).OrderByDescending(static line => long.Parse(line.Id, CultureInfo.InvariantCulture))];
        return Page();
    }
}
