using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Dashboard.Logs;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Overview;

/// <summary>How it goes, at a glance.</summary>
internal sealed class OverviewPage(ManagementDesk desk, ErrorPages errors, TimeProvider time) : DashboardPage(desk)
{
    private const int Days = 30;
    private const int MostExamined = 20;

    /// <value>By state, in the words of people.</value>
    private static readonly (string State, string Words)[] States =
        [("active", "Active"), ("ambiguous", "Unclear, tried again"), ("needs_reauthorization", "Must sign in again"), ("revoked", "Ended")];

    public IReadOnlyList<(string Name, string Text, long Count)> Counts { get; private set; } = [];

    public IReadOnlyList<Attention> Attentions { get; private set; } = [];

    /// <value>Every day, also those without any.</value>
    public IReadOnlyList<(string Day, long First, long Again)> SignIns { get; private set; } = [];

    public IReadOnlyList<(string Words, long Count)> Grants { get; private set; } = [];

    public IReadOnlyList<FailureLine> Failures { get; private set; } = [];

    /// <value>False if there are more failures than were counted.</value>
    public bool AllFailures { get; private set; } = true;

    public IReadOnlyList<LogLine> Newest { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var clients = (await GetAsync("clients", [new("include_totals", "true"), new("per_page", "1")])).Body;
        var connections = (await GetAsync("connections")).Body.Items();
        var grants = (await GetAsync("stats/grants")).Body;
        var failures = (await GetAsync("stats/failures", [new("days", $"{Days}")])).Body;
        SignIns = Fill((await GetAsync("stats/daily", [new("from", Day(Days - 1).ToString("yyyyMMdd", CultureInfo.InvariantCulture))])).Body.Items());
        Grants = [.. States.Select(state => (state.Words, grants.Number(state.State) ?? 0))];
        Failures = [.. failures.Parts("failures").Take(10).Select(Line)];
        AllFailures = failures.Flag("complete");
        Newest = [.. (await GetAsync("logs", [new("q", "event:" + AuditNames.SignInCompleted), new("per_page", "8")])).Body.Items().Select(told => LogLine.Of(told, errors))];
        Counts =
        [
            ("sign-ins", $"Sign-ins in {Days} days", SignIns.Sum(static day => day.First + day.Again)),
            ("people", $"People in {Days} days", (await GetAsync("stats/active-users")).Body is JsonValue active && active.TryGetValue<long>(out var people) ? people : 0),
            ("failed", $"Failed sign-ins in {Days} days", failures.Parts("failures").Where(static failure => failure.Text("event") is AuditNames.SignInFailed).Sum(static failure => failure.Number("count") ?? 0)),
            ("applications", "Applications", clients.Number("total") ?? 0),
        ];
        Attentions = await LookAsync(connections, grants);
    }

    private async Task<IReadOnlyList<Attention>> LookAsync(IReadOnlyList<JsonNode> connections, JsonNode? grants)
    {
        var statuses = new List<(string, JsonNode?)>();
        foreach (var connection in connections.Take(MostExamined)) // from memory
        {
            statuses.Add((connection.Text("name") ?? "", (await GetAsync($"connections/{Uri.EscapeDataString(connection.Text("id") ?? "")}/status")).Body));
        }

        var yesterday = time.GetUtcNow().AddDays(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        var suspicious = (await GetAsync("logs", [new("q", $"event:suspicious* AND date:[{yesterday} TO *]"), new("per_page", "1")])).Body.Items();
        return
        [
            .. Overview.Attentions.Of(connections, statuses),
            .. Overview.Attentions.OfGrants(grants),
            .. Overview.Attentions.OfWebhooks((await GetAsync("webhooks")).Body.Items()),
            .. suspicious.Count == 0 ? [] : (Attention[])[new("suspicious", EventTone.Notice, "Something suspicious happened within a day: " + LogLine.Of(suspicious[0], errors).Words + ".", "/dashboard/logs?kind=suspicious", "Log of it")],
            .. Overview.Attentions.OfAdministrators((await GetAsync("administrators")).Body.Items(), Visit.Session.UserName),
            .. Overview.Attentions.OfKeys((await GetAsync("keys/signing")).Body.Items()),
        ];
    }

    private DateTime Day(int ago) => time.GetUtcNow().UtcDateTime.Date.AddDays(-ago);

    private List<(string Day, long First, long Again)> Fill(IReadOnlyList<JsonNode> told)
    {
        var byDay = told.ToDictionary(static day => (day.Text("date") ?? "")[..10], StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Days).Select(ago => Day(Days - 1 - ago).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Select(day =>
        {
            var (all, first) = byDay.TryGetValue(day, out var counted) ? (counted.Number("logins") ?? 0, counted.Number("signups") ?? 0) : (0, 0);
            return (day, first, all - first);
        })];
    }

    private FailureLine Line(JsonNode failure)
    {
        var (name, errorId, cause) = (failure.Text("event") ?? "", failure.Text("error_id"), failure.Text("cause"));
        var error = errors.Find(errorId);
        return new FailureLine(
            EventWords.Of(name).Words, error is null ? null : Shown.Sentence(Shown.Plain(error.Title)), errorId, cause, EventWords.Cause(cause), error is null ? null : Shown.Plain(error.Advice), failure.Number("count") ?? 0, failure.Instant("last_at"), failure.Text("last_log_id") ?? "",
            errorId is not null ? "/dashboard/logs?error=" + errorId : cause is not null ? "/dashboard/logs?text=" + Uri.EscapeDataString(cause) : "/dashboard/logs");
    }
}
