using System.Globalization;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management.Stats;

/// <summary>How many come.</summary>
/// <remarks>Owns <c>/api/v2/stats/daily</c> and <c>/stats/active-users</c>. Days are UTC's. Does not own the counting (<see cref="StatsHostedService"/>), which is a minute or two behind.</remarks>
internal sealed class StatsEndpoints(IStatsStore store, TimeProvider time) : IManagementEndpoints
{
    private const string DayFormat = "yyyyMMdd";
    private const int UsualDays = 30;
    private const int MostDays = 400;

    private static readonly Members<DailyStats> Of = new(null!); // every member is told and none is taken, so the defaults are never looked at

    private static readonly Shape<DailyStats> Shape = new(
        "daily_stats",
        Of.Told("date", Schemas.Text, static stats => stats.Day.ToString("yyyy-MM-dd'T00:00:00.000Z'", CultureInfo.InvariantCulture), "The day."),
        Of.Number("logins", static stats => stats.Logins, "Sign-ins by TikTok; those that a session answered are not among them."),
        Of.Number("signups", static stats => stats.Signups, "Of them, the first ones of people."),
        Of.Number("leaked_passwords", static _ => 0, "Auth0's; there are no passwords."),
        Of.Instant("created_at", static stats => stats.CreatedAt, "When the day was counted first."),
        Of.Instant("updated_at", static stats => stats.UpdatedAt, "When it was counted last."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "stats/daily", ManagementScopes.Read("stats"), "getDailyStats")
        {
            Summary = "Sign-ins and new people by day, the oldest first; days without any are left out.",
            Query = [new QueryParameter("from", QueryKind.Text, "The first day, YYYYMMDD; 30 days before `to` unless told."), new QueryParameter("to", QueryKind.Text, "The last day, YYYYMMDD; today unless told.")],
            Answer = Schemas.ListOf(Shape.Schema),
        }, DailyAsync),
        new(new ManagementOperation("GET", "stats/active-users", ManagementScopes.Read("stats"), "getActiveUsers")
        {
            Summary = "How many people signed in by TikTok within the last 30 days: a number.",
            Answer = Schemas.Number,
        }, async call => JsonValue.Create(await store.ActiveAsync(time.GetUtcNow() - TimeSpan.FromDays(UsualDays), call.Aborted))),
    ];

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
