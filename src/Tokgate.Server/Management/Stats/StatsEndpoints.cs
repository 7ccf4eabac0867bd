using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Vault;
using Tokgate.Vault;

namespace Tokgate.Server.Management.Stats;

/// <summary>How many come, what failed, and how TikTok's grants stand.</summary>
/// <remarks>
/// Owns <c>/api/v2/stats/daily</c>, <c>/stats/active-users</c>, <c>/stats/failures</c> and <c>/stats/grants</c>. Days are UTC's. Does not own the counting of days
/// (<see cref="StatsHostedService"/>).
/// </remarks>
internal sealed class StatsEndpoints(IStatsStore store, TimeProvider time) : IManagementEndpoints
{
    private const string DayFormat = "yyyyMMdd";
    private const int UsualDays = 30;
    private const int MostDays = 400;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    private static readonly Members<DailyStats> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    private static readonly Shape<DailyStats> Shape = new(
        "daily_stats",
        Of.Told("date", Schemas.Text, static stats => stats.Day.ToString("yyyy-MM-dd'T00:00:00.000Z'", CultureInfo.InvariantCulture), "The day."),
        Of.Number("logins", static stats => stats.Logins, "Sign-ins by TikTok; those that a session answered are not among them."),
        Of.Number("signups", static stats => stats.Signups, "Of them, the first ones of people."),
        Of.Number("leaked_passwords", static _ => 0, "Auth0's; there are no passwords."),
        Of.Instant("created_at", static stats => stats.CreatedAt, "When the day was counted first."),
        Of.Instant("updated_at", static stats => stats.UpdatedAt, "When it was counted last."));

    private static readonly Members<FailureCount> OfFailure = new(null!); // as above

    private static readonly Shape<FailureCount> Failure = new(
        "failure_stats",
        OfFailure.Told("event", Schemas.Text, static failure => failure.Event, "What failed, as in the trail."),
        OfFailure.Told("error_id", Schemas.Text, static failure => failure.ErrorId, "Our error id, which docs/errors explains."),
        OfFailure.Told("cause", Schemas.Text, static failure => failure.Cause, "TikTok's code or ours."),
        OfFailure.Number("count", static failure => failure.Count, "How often."),
        OfFailure.Instant("last_at", static failure => failure.LastAt, "When last."),
        OfFailure.Told("last_log_id", Schemas.Text, static failure => failure.LastId.ToString(CultureInfo.InvariantCulture), "The last of them in the trail."));

    private static readonly JsonObject PausedApps = Schemas.ListOf(Schemas.Object([], ("tiktok_app", "string"), ("since", "string"), ("log_id", "string")));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "stats/daily", ManagementScopes.Read("stats"), "getDailyStats")
        {
            Summary = "Sign-ins and new people by day, the oldest first; days without any are left out.",
            Query = [new QueryParameter("from", QueryKind.Text, "The first day, YYYYMMDD; 30 days before `to` unless told."), new QueryParameter("to", QueryKind.Text, "The last day, YYYYMMDD; today unless told.")],
            Answer = () => Schemas.ListOf(Shape.Schema),
        }, DailyAsync),
        new(new ManagementOperation("GET", "stats/active-users", ManagementScopes.Read("stats"), "getActiveUsers")
        {
            Summary = "How many people signed in by TikTok within the last 30 days: a number.",
            Answer = () => Schemas.Number,
        }, async call => JsonValue.Create(await store.ActiveAsync(time.GetUtcNow() - TimeSpan.FromDays(UsualDays), call.Aborted))),
        new(new ManagementOperation("GET", "stats/failures", ManagementScopes.Read("stats"), "getFailureStats")
        {
            Summary = $"What failed within some days, by cause, the most frequent first. Of each kind of event the newest {FailureStats.MostSearched} are looked at; complete says whether that was all.",
            Query = [new QueryParameter("days", QueryKind.Number, $"How many days back, {UsualDays} unless told.") { Min = 1, Max = MostDays }],
            Answer = () => Schemas.Object([], ("complete", "boolean")).WithProperty("failures", Schemas.ListOf(Failure.Schema)),
        }, FailuresAsync),
        new(new ManagementOperation("GET", "stats/grants", ManagementScopes.Read("stats"), "getGrantStats")
        {
            Summary = $"How many TikTok grants are in each state, how many of the active ones end within {Soon.Days} days (up to {GrantStats.MostCounted}), and which TikTok apps are paused because TikTok refuses their key or secret.",
            Answer = () => Schemas.Object([], ("active", "integer"), ("ambiguous", "integer"), ("needs_reauthorization", "integer"), ("revoked", "integer"), ("expiring", "integer")).WithProperty("paused_apps", PausedApps.DeepClone().AsObject()),
        }, GrantsAsync),
    ];

    private async Task<ManagementAnswer> FailuresAsync(ManagementCall call)
    {
        var stats = await store.FailuresAsync(time.GetUtcNow() - TimeSpan.FromDays(call.Number("days") ?? UsualDays), call.Aborted);
        return new JsonObject { ["complete"] = stats.IsComplete, ["failures"] = new JsonArray([.. stats.Failures.Select(static failure => Failure.Write(failure))]) };
    }

    private async Task<ManagementAnswer> GrantsAsync(ManagementCall call)
    {
        var stats = await store.GrantsAsync(time.GetUtcNow() + Soon, call.Aborted);
        var json = new JsonObject();
        foreach (var state in Enum.GetValues<GrantState>())
        {
            json[GrantStateName.Of(state)] = stats.States.GetValueOrDefault(state);
        }

        json["expiring"] = stats.Expiring;
        json["paused_apps"] = new JsonArray([.. stats.PausedApps.Select(static app => Write(app))]);
        return json;
    }

    private static JsonObject Write(PausedApp app)
    {
        var json = new JsonObject { ["tiktok_app"] = app.ClientKey, ["since"] = Instants.Text(app.Since) };
        if (app.LogId is { } logId)
        {
            json["log_id"] = logId;
        }

        return json;
    }

    private async Task<ManagementAnswer> DailyAsync(ManagementCall call)
    {
        var faults = new Faults();
        var to = Read("to", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        var from = Read("from", to.DayNumber > UsualDays ? to.AddDays(-UsualDays) : to);
        if (!faults.Any && (from > to || to.DayNumber - from.DayNumber > MostDays))
        {
            faults.Add("from", $"must be at most {MostDays} days before to, and not after it");
        }

        return faults.Any ? ManagementError.InvalidQuery(faults.All) : new JsonArray([.. (await store.DailyAsync(from, to, call.Aborted)).Select(static stats => Shape.Write(stats))]);

        DateOnly Read(string name, DateOnly usual)
        {
            if (call.Query(name) is not { } text)
            {
                return usual;
            }

            if (!DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1970 or > 9000)
            {
                faults.Add(name, "must be a day as 20261121");
            }

            return day;
        }
    }
}
