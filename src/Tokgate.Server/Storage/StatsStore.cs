using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Stats;
using Tokgate.Vault;

namespace Tokgate.Server.Storage;

/// <summary>
/// Events are counted when what was the last of them has been seen for a minute: an event whose number was given before may be committed after, by as much as a
/// transaction takes. How far it is counted moves in the transaction of the counters, on a condition, so that two nodes count nothing twice.
/// </summary>
internal sealed class StatsStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, TimeProvider time) : IStatsStore
{
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    // What an operator can do something about, or wants to know the number of.
    private static readonly string[] Failures =
    [
        AuditNames.SignInFailed, AuditNames.SignInRefused, AuditNames.TokenRefused, AuditNames.LogoutFailed, AuditNames.TikTokGrantRefreshFailed, AuditNames.TikTokGrantNeedsReauthorization,
        AuditNames.WebhookRefused, AuditNames.WebhookReceiverDisabled, AuditNames.RequestFailed,
    ];

    private const long Batch = 20_000;
    private const long DayLength = 86_400_000;
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    public async Task<IReadOnlyList<DailyStats>> DailyAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var (first, last, now) = (from.DayNumber - Epoch.DayNumber, to.DayNumber - Epoch.DayNumber, time.GetUtcNow().ToUnixTimeMilliseconds());

        // In one statement, so that what moves from the trail to the counters meanwhile is in one of them.
        return await context.Sql.ListAsync(
            $"""
            select s.day, cast(sum(s.logins) as bigint), cast(sum(s.signups) as bigint), min(s.created_at), max(s.updated_at) from (
                select day, logins, signups, created_at, updated_at from daily_stats where day >= {first} and day <= {last}
                union all
                select a.occurred_at / {DayLength}, 1, case when a.cause = {AuditNames.FirstSignIn} then 1 else 0 end, {now}, {now} from (
                    select occurred_at, cause from audit_events where name = {AuditNames.SignInCompleted} and id > (select counted_to from stats_progress where id = {StatsProgressRow.OnlyId}) order by id limit {Batch}) as a
            ) as s where s.day >= {first} and s.day <= {last} group by s.day order by s.day
            """,
            static row => new DailyStats(Epoch.AddDays((int)row.GetInt64(0)), row.GetInt64(1), row.GetInt64(2), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))),
            cancellationToken);
    }

    public async Task<long> ActiveAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var from = since.ToUnixTimeMilliseconds();
        return await context.Users.LongCountAsync(row => row.LastLoginAt >= from, cancellationToken);
    }

    public async Task<FailureStats> FailuresAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var first = (await context.Sql.ListAsync(LogSearch.FirstNotBefore(since - LogSearch.Late), static row => row.GetInt64(0), cancellationToken))[0];
        var sql = new SqlBuilder();
        var streams = Failures.Select((name, index) =>
            $"select * from (select a.name, a.error_id, a.cause, a.count, a.occurred_at, a.id from audit_events a where a.name = {sql.Value(name)} and a.id >= {sql.Value(first)} order by a.id desc limit {sql.Value(FailureStats.MostSearched)}) as s{index}");
        var found = await context.Sql.ListAsync(
            sql.Statement($"select f.name, f.error_id, f.cause, cast(sum(f.count) as bigint), max(f.occurred_at), max(f.id), count(*) from ({string.Join(" union all ", streams)}) as f where f.occurred_at >= {sql.Value(since.ToUnixTimeMilliseconds())} group by f.name, f.error_id, f.cause"),
            static row => (Failure: new FailureCount(row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.GetInt64(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetInt64(5)), Rows: row.GetInt64(6)),
            cancellationToken);
        return new FailureStats(
            [.. found.Select(static pair => pair.Failure).OrderByDescending(static failure => failure.Count).ThenByDescending(static failure => failure.LastId).Take(FailureStats.MostTold)],
            found.GroupBy(static pair => pair.Failure.Event).All(static kind => kind.Sum(static pair => pair.Rows) < FailureStats.MostSearched));
    }

    public async Task<GrantStats> GrantsAsync(DateTimeOffset expiringBefore, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        var states = await context.Sql.ListAsync($"select state, count(*) from vault_grants group by state", static row => (State: Enum.Parse<GrantState>(row.GetString(0)), Count: row.GetInt64(1)), cancellationToken);
        var before = expiringBefore.ToUnixTimeMilliseconds();
        var expiring = await context.Sql.ListAsync(
            $"select count(*) from (select 1 from vault_grants where state = 'Active' and refresh_expires_at < {before} limit {GrantStats.MostCounted}) as soon", static row => row.GetInt64(0), cancellationToken);
        var paused = await context.Sql.ListAsync(
            $"select client_key, paused_at, log_id from vault_apps where paused_at is not null order by paused_at limit 100",
            static row => new PausedApp(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.TextOrNull(2)),
            cancellationToken);
        return new GrantStats(states.ToDictionary(static pair => pair.State, static pair => pair.Count), expiring[0], paused);
    }

    public async Task<bool> RollUpAsync(CancellationToken cancellationToken)
    {
        var (countedTo, seenTo, seenAt) = (await reads.ListAsync(
            $"select counted_to, seen_to, seen_at from stats_progress where id = {StatsProgressRow.OnlyId}",
            static row => (row.GetInt64(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
            cancellationToken))[0];
        var now = time.GetUtcNow();
        if (countedTo < seenTo)
        {
            if (now - seenAt < Settling)
            {
                return false;
            }

            var to = Math.Min(seenTo, countedTo + Batch);
            var counted = await CountAsync(countedTo, to, cancellationToken);
            await door.WriteSqlAsync(sql => WriteAsync(sql, countedTo, to, counted, now.ToUnixTimeMilliseconds()), cancellationToken);
            if (to < seenTo)
            {
                return true;
            }
        }

        await LookAsync(seenTo, now, cancellationToken);
        return false;
    }

    private async Task LookAsync(long seenTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await reads.ListAsync($"select id from audit_events order by id desc limit 1", static row => row.GetInt64(0), cancellationToken);
        if (last is [var id] && id > seenTo)
        {
            await door.WriteSqlAsync(
                sql => sql.ExecuteAsync($"update stats_progress set seen_to = {id}, seen_at = {now.ToUnixTimeMilliseconds()} where id = {StatsProgressRow.OnlyId} and seen_to = {seenTo}"), cancellationToken);
        }
    }

    private Task<IReadOnlyList<(long Day, long Logins, long Signups)>> CountAsync(long after, long to, CancellationToken cancellationToken) => reads.ListAsync(
        $"""
        select occurred_at / {DayLength}, count(*), count(case when cause = {AuditNames.FirstSignIn} then 1 end) from audit_events
        where name = {AuditNames.SignInCompleted} and id > {after} and id <= {to} group by 1
        """,
        static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        cancellationToken);

    // Of a batch, mostly one day and at midnight two.
    private static async Task<bool> WriteAsync(PreparedSql sql, long from, long to, IReadOnlyList<(long Day, long Logins, long Signups)> counted, long now)
    {
        if (await sql.ExecuteAsync($"update stats_progress set counted_to = {to} where id = {StatsProgressRow.OnlyId} and counted_to = {from}") == 0)
        {
            return false;
        }

        foreach (var (day, logins, signups) in counted)
        {
            await sql.ExecuteAsync(
                $"""
                insert into daily_stats (day, logins, signups, created_at, updated_at) values ({day}, {logins}, {signups}, {now}, {now})
                on conflict (day) do update set logins = daily_stats.logins + excluded.logins, signups = daily_stats.signups + excluded.signups, updated_at = excluded.updated_at
                """);
        }

        return true;
    }
}
