using System.Net;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Storage;

/// <summary>The queue that all nodes share: nobody has a delivery that somebody else has.</summary>
public sealed class DeliveryStoreTests
{
    private static readonly OutgoingAnswer Ok = new(HttpStatusCode.OK, null);
    private static readonly OutgoingAnswer Silence = new(null, OutgoingCause.TimedOut);

    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Many_who_claim_at_once_share_the_queue_without_having_anything_twice(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddAsync(database, Enumerable.Range(0, 60).Select(index => $"host-{index}:443"));
        var store = database.Get<IDeliveryStore>();
        var claimed = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(async () =>
        {
            var mine = new List<Delivery>();
            while (await ClaimAsync(database, limit: 7) is { Count: > 0 } more)
            {
                mine.AddRange(more);
            }

            return mine;
        })));
        Assert.Equal(60, claimed.SelectMany(static mine => mine).Count());
        Assert.Equal(60, claimed.SelectMany(static mine => mine).Select(static one => one.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(claimed.SelectMany(static mine => mine), static one => Assert.Equal(1, one.Attempts));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_host_with_many_waiting_hides_no_other_and_a_busy_one_is_passed_by(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await AddAsync(database, [.. Enumerable.Repeat("slow:443", 50), "busy:443", "quick:443"]);
        var claimed = await ClaimAsync(database, limit: 10, limitPerHost: 3, "busy:443", "other:443");
        Assert.Equal(["quick:443", "slow:443", "slow:443", "slow:443"], claimed.Select(static one => one.Host).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_holds_a_claim_too_long_loses_it_and_with_it_the_say(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IDeliveryStore>();
        await AddAsync(database, ["host:443"]);
        var lost = Assert.Single(await ClaimAsync(database));
        Assert.Empty(await ClaimAsync(database));
        database.Time.Advance(TimeSpan.FromMinutes(1));
        var holder = Assert.Single(await ClaimAsync(database));
        Assert.Equal((lost.Id, 2), (holder.Id, holder.Attempts));
        Assert.False(await store.FinishAsync(lost, new DeliveryOutcome(DeliveryVerdict.Done, Ok, null)));
        Assert.True(await store.FinishAsync(holder, new DeliveryOutcome(DeliveryVerdict.TryAgain, Silence, database.Time.GetUtcNow() + TimeSpan.FromSeconds(5))));
        Assert.False(await store.FinishAsync(holder, new DeliveryOutcome(DeliveryVerdict.Done, Ok, null)));
        Assert.Empty(await ClaimAsync(database));
        database.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, Assert.Single(await ClaimAsync(database)).Attempts);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_has_ended_is_never_claimed_again_and_goes_after_a_week(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        var store = database.Get<IDeliveryStore>();
        await AddAsync(database, ["done:443", "dead:443", "waiting:443"]);
        foreach (var one in await ClaimAsync(database))
        {
            var verdict = one.Host == "done:443" ? DeliveryVerdict.Done : DeliveryVerdict.TryAgain;
            await store.FinishAsync(one, new DeliveryOutcome(verdict, one.Host == "done:443" ? Ok : Silence, one.Host == "waiting:443" ? database.Time.GetUtcNow() + TimeSpan.FromDays(30) : null));
        }

        database.Time.Advance(TimeSpan.FromDays(6));
        Assert.Empty(await ClaimAsync(database));
        Assert.Equal(0, await database.Get<CleanUpHostedService>().SweepAsync(None));
        database.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await database.Get<CleanUpHostedService>().SweepAsync(None));
        await using var context = database.Context();
        Assert.Equal("waiting:443", Assert.Single(context.Deliveries).Host);
    }

    private static Task<IReadOnlyList<Delivery>> ClaimAsync(Database database, int limit = 16, int limitPerHost = 4, params string[] busyHosts) =>
        database.Get<IDeliveryStore>().ClaimAsync(limit, limitPerHost, busyHosts, database.Time.GetUtcNow() + TimeSpan.FromMinutes(1), None);

    private static Task<int> AddAsync(Database database, IEnumerable<string> hosts) => database.Door.WriteAsync(
        context =>
        {
            var now = database.Time.GetUtcNow();
            context.Deliveries.AddRange(hosts.Select((host, index) => new DeliveryRow
            {
                Id = $"{index}",
                Kind = "some",
                Target = $"https://{host}/x",
                Host = host,
                Subject = "{}",
                State = DeliveryRow.Waiting,
                NextAt = now,
                CreatedAt = now,
            }));
            return context.SaveChangesAsync();
        },
        None);
}
