using System.Globalization;
using Tokgate.Server.Audit;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>One sign-in from its first request to its last token, with the times between.</summary>
internal sealed class StoryPage(ManagementDesk desk, ErrorPages errors, TimeProvider time) : DashboardPage(desk)
{
    public string Flow { get; private set; } = "";

    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    public LogLine? First => Lines.Count == 0 ? null : Lines[0];

    /// <value>The event that says how it ended so far.</value>
    public LogLine? Outcome => Lines.LastOrDefault(static line => line.Tone == EventTone.Bad || line.Event is AuditNames.SignInRefused or AuditNames.ConsentDenied)
        ?? Lines.FirstOrDefault(static line => line.Event is AuditNames.SignInCompleted or AuditNames.SignInAnswered);

    /// <summary>Went to TikTok and was not seen again: nothing else tells that TikTok has refused the set-up on its own page, or that somebody gave up.</summary>
    public bool IsAway => Lines.Count > 0 && Lines[^1].Event == AuditNames.SignInStarted;

    /// <value>What that means, when nobody can come back any more; null before.</value>
    public ErrorPage? Abandoned { get; private set; }

    /// <summary>What any of the events knows: the first ones do not know the person yet.</summary>
    public string? Known(Func<LogLine, string?> of) => Lines.Select(of).FirstOrDefault(static value => value is not null);

    public async Task OnGetAsync(string flow)
    {
        Flow = flow;
        var answer = await GetAsync("logs", [new("flow_id", flow), new("per_page", "100")]);
        Error = answer.Error;
        Lines = [.. answer.Body.Items().Select(told => LogLine.Of(told, errors))];
        Abandoned = IsAway && Lines[^1].At < time.GetUtcNow() - UpstreamStart.Lifetime ? errors.Find(ErrorIds.SignInAbandoned) : null;
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
