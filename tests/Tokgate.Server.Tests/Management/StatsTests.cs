using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Stats;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>Counters of sign-ins, on both engines.</summary>
public sealed class StatsTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Sign_ins_and_new_people_are_counted_by_day_once_by_any_number_of_nodes(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        await world.SignInAsync();
        await world.SignInAsync();
        await world.SignInAsync("basic_only");
        await RollUpAsync(world.Broker, isLooking: true);
        var uncounted = Assert.Single((await world.Management.CallAsync("GET", "stats/daily")).Json.EnumerateArray());
        Assert.Equal((3, 2), (uncounted.GetProperty("logins").GetInt32(), uncounted.GetProperty("signups").GetInt32()));
        world.Broker.Time.Advance(TimeSpan.FromMinutes(2));
        await RollUpAsync(world.Broker);
        var today = Assert.Single((await world.Management.CallAsync("GET", "stats/daily")).Json.EnumerateArray());
        Assert.Equal(("2026-11-21T00:00:00.000Z", 3, 2, 0),
            (today.GetProperty("date").GetString(), today.GetProperty("logins").GetInt32(), today.GetProperty("signups").GetInt32(), today.GetProperty("leaked_passwords").GetInt32()));
        Assert.Equal("2", (await world.Management.CallAsync("GET", "stats/active-users")).Body);

        // The next day one of them comes again; a month later nobody has.
        world.Broker.Time.Advance(TimeSpan.FromDays(1));
        world.Management.ForgetTokens();
        await world.SignInAsync();
        await RollUpAsync(world.Broker, isLooking: true);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(2));
        await RollUpAsync(world.Broker);
        Assert.Equal([3, 1], (await world.Management.CallAsync("GET", "stats/daily?from=20261101&to=20261130")).Json.EnumerateArray().Select(day => day.GetProperty("logins").GetInt32()));
        Assert.Equal("[]", (await world.Management.CallAsync("GET", "stats/daily?from=20261101&to=20261120")).Body);
        world.Broker.Time.Advance(TimeSpan.FromDays(31));
        world.Management.ForgetTokens();
        Assert.Equal("0", (await world.Management.CallAsync("GET", "stats/active-users")).Body);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Failures_are_told_by_cause_the_most_frequent_first(string engine)
    {
        await using var world = await ManagementWorld.StartAsync(engine);
        Assert.Equal("""{"complete":true,"failures":[]}""", (await world.CallAsync("GET", "stats/failures")).Body);
        foreach (var path in (string[])["/login/callback?state=a&code=b", "/authorize?client_id=nobody", "/login/callback?state=c&code=d"])
        {
            Assert.Equal(400, (await world.Broker.GetAsync(path)).Status);
        }

        await world.Broker.AuditAsync();
        var failures = (await world.CallAsync("GET", "stats/failures")).Json.GetProperty("failures").EnumerateArray().ToList();
        Assert.Equal((AuditNames.SignInFailed, "TTK3101", 2), (failures[0].GetProperty("event").GetString(), failures[0].GetProperty("error_id").GetString(), failures[0].GetProperty("count").GetInt32()));
        Assert.Equal(2, failures.Count);
        var last = (await world.CallAsync("GET", "logs/" + failures[0].GetProperty("last_log_id").GetString())).Json;
        Assert.Equal("TTK3101", last.GetProperty("details").GetProperty("error_id").GetString());

        // Of a flood only the newest are looked at, and that is said.
        var at = world.Broker.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                insert into audit_events (name, occurred_at, cause, count)
                with recursive n (i) as (select 1 union all select i + 1 from n where i < 2500) select 'signin.refused', {at}, 'access_denied', 1 from n
                """),
            CancellationToken.None);
        var flood = (await world.CallAsync("GET", "stats/failures")).Json;
        Assert.Equal((false, 2_000), (flood.GetProperty("complete").GetBoolean(), flood.GetProperty("failures")[0].GetProperty("count").GetInt32()));
        world.Broker.Time.Advance(TimeSpan.FromDays(2));
        world.ForgetTokens();
        Assert.Equal(0, (await world.CallAsync("GET", "stats/failures?days=1")).Json.GetProperty("failures").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Grants_are_counted_by_state_and_the_apps_that_TikTok_refuses_are_named(string engine)
    {
        await using var world = await PeopleWorld.StartAsync(engine);
        Assert.Equal("""{"active":0,"ambiguous":0,"needs_reauthorization":0,"revoked":0,"expiring":0,"paused_apps":[]}""", (await world.Management.CallAsync("GET", "stats/grants")).Body);
        await world.SignInAsync();
        await world.SignInAsync("basic_only");
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            async context =>
            {
                await context.Database.ExecuteSqlAsync($"update vault_grants set state = 'NeedsReauthorization' where owner in (select user_id from identities order by created_at limit 1)");
                await context.Database.ExecuteSqlAsync($"insert into vault_apps (client_key, paused_at, log_id, trials, budget_window, budget_used) values ('awpaused', 1795219200000, 'log-1', 0, 0, 0)");
                return true;
            },
            CancellationToken.None);
        var grants = (await world.Management.CallAsync("GET", "stats/grants")).Json;
        Assert.Equal((1, 1, 0), (grants.GetProperty("active").GetInt32(), grants.GetProperty("needs_reauthorization").GetInt32(), grants.GetProperty("expiring").GetInt32()));
        Assert.Equal("""[{"tiktok_app":"awpaused","since":"2026-11-21T00:00:00.000Z","log_id":"log-1"}]""", grants.GetProperty("paused_apps").GetRawText());

        world.Broker.Time.Advance(TimeSpan.FromDays(360));
        world.Management.ForgetTokens();
        Assert.Equal(1, (await world.Management.CallAsync("GET", "stats/grants")).Json.GetProperty("expiring").GetInt32());
    }

    [Fact]
    public async Task More_than_a_batch_is_counted_to_its_end()
    {
        await using var world = await ManagementWorld.StartAsync();
        var at = world.Broker.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await world.Broker.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                insert into audit_events (name, occurred_at, cause, count)
                with recursive n (i) as (select 1 union all select i + 1 from n where i < 25000) select 'signin.completed', {at}, case when i % 5 = 0 then 'first' end, 1 from n
                """),
            CancellationToken.None);
        await RollUpAsync(world.Broker, isLooking: true);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(2));
        await RollUpAsync(world.Broker);
        var day = (await world.CallAsync("GET", "stats/daily")).Json[0];
        Assert.Equal((25_000, 5_000), (day.GetProperty("logins").GetInt32(), day.GetProperty("signups").GetInt32()));
    }

    [Fact]
    public async Task Days_that_are_none_are_refused()
    {
        await using var world = await ManagementWorld.StartAsync();
        foreach (var bad in (string[])["from=2026-11-01", "from=20261101&to=20261001", "from=20200101&to=20261101", "to=x", "from=19000101"])
        {
            Assert.Equal(400, (await world.CallAsync("GET", "stats/daily?" + bad)).Status);
        }
    }

    // As several nodes would at once; what one counts the others do not.
    private static async Task RollUpAsync(Broker broker, bool isLooking = false)
    {
        await broker.AuditAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (await broker.Get<IStatsStore>().RollUpAsync(CancellationToken.None))
            {
                Assert.False(isLooking);
            }
        })));
    }
}
