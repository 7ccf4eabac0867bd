namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="IGrantEventStore"/>, member by member.</summary>
public sealed class EventStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nodes_share_what_waits_oldest_first_and_get_again_what_was_not_completed(string engine)
    {
        using var world = new StoreWorld(engine);
        for (var number = 0; number < 12; number++)
        {
            var grant = await world.AddAsync();
            await world.One.Grants.RevokeAsync(grant.Id, world.Now, ended => world.Told(ended, GrantEventKind.Removed));
            world.Advance(TimeSpan.FromMilliseconds(2));
        }

        var until = world.Now + TimeSpan.FromMinutes(1);
        var claims = await world.AtOnceAsync(4, (node, _) => node.Events.ClaimAsync(until, 4));
        var claimed = claims.SelectMany(events => events).ToList();
        while (await world.Other.Events.ClaimAsync(until, 4) is { Count: > 0 } rest)
        {
            claimed.AddRange(rest); // whoever met a locked row passed it over
        }

        Assert.Equal(12, claimed.Count);
        Assert.Equal(12, claimed.Select(told => told.Id).Distinct().Count());
        Assert.All(claims, events => Assert.Equal(events.OrderBy(told => told.At), events));

        await world.One.Events.CompleteAsync([.. claimed.Take(5).Select(told => told.Id)]);
        world.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(claimed.Skip(5).Select(told => told.Id).Order(), (await world.Other.Events.ClaimAsync(world.Now + TimeSpan.FromMinutes(1), 100)).Select(told => told.Id).Order());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_event_comes_back_as_it_was_written(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        GrantEvent? written = null;
        await world.One.Grants.RevokeAsync(grant.Id, world.Now, ended => written = world.Told(ended, GrantEventKind.Removed) with { LogId = "log-1", RefreshExpiresAt = world.Now, RemovalReason = TikTok.TikTokRemovalReason.AccountDeleted });

        Assert.Equal(written! with { At = (await world.FindAsync(grant)).RevokeRequestedAt!.Value }, Assert.Single(await world.TakeEventsAsync()));
    }
}
