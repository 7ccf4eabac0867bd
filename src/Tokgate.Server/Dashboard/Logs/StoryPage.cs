using System.Globalization;
using Tokgate.Server.Audit;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>One sign-in from its first request to its last token, with the times between.</summary>
internal sealed class StoryPage(ManagementDesk desk, ErrorPages errors) : DashboardPage(desk)
{
    public string Flow { get; private set; } = "";

    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    public LogLine? First => Lines.Count == 0 ? null : Lines[0];

    /// <value>The event that says how it ended so far.</value>
    public LogLine? Outcome => Lines.LastOrDefault(static line => line.Tone == EventTone.Bad || line.Event is AuditNames.SignInRefused or AuditNames.ConsentDenied)
        ?? Lines.FirstOrDefault(static line => line.Event is AuditNames.SignInCompleted or AuditNames.SignInAnswered);

    /// <summary>What any of the events knows: the first ones do not know the person yet.</summary>
    public string? Known(Func<LogLine, string?> of) => Lines.Select(of).FirstOrDefault(static value => value is not null);

    public async Task OnGetAsync(string flow)
    {
        Flow = flow;
        var answer = await GetAsync("logs", [new("flow_id", flow), new("per_page", "100")]);
        Error = answer.Error;
        Lines = [.. answer.Body.Items().Select(told => LogLine.Of(told, errors))];
    }

    /// <summary>As people say it: 12 ms, 3.4 s, 5 min, 2 h, 3 days.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };
}
