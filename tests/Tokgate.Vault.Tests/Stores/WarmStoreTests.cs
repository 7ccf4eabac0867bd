namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="IWarmStore"/>, member by member.</summary>
public sealed class WarmStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nodes_share_what_is_due_and_none_gets_what_another_has(string engine)
    {
        using var world = new StoreWorld(engine);
        for (var number = 0; number < 30; number++)
        {
            await world.AddAsync(draft => draft with { DueAt = world.Now - TimeSpan.FromMinutes(number + 1) });
        }

        await world.AddAsync(draft => draft with { DueAt = world.Now + TimeSpan.FromMinutes(1) });
        await world.AddAsync(draft => draft with { DueAt = null });
        var until = world.Now + TimeSpan.FromMinutes(5);

        var claimed = (await world.AtOnceAsync(8, (node, _) => node.Warmth.ClaimAsync(world.Now, until, 5))).SelectMany(grants => grants).ToList();

        Assert.Equal(claimed.Count, claimed.Select(grant => grant.Id).Distinct().Count());
        while (await world.One.Warmth.ClaimAsync(world.Now, until, 5) is { Count: > 0 } rest)
        {
            claimed.AddRange(rest); // whoever met a locked row passed it over
        }

        Assert.Equal(30, claimed.Select(grant => grant.Id).Distinct().Count());
        Assert.Equal(30, claimed.Count);
        Assert.All(claimed, grant => Assert.Equal(until, grant.DueAt));
        Assert.Equal(31, (await world.One.Warmth.ClaimAsync(until, until, 100)).Count); // whoever does not come back loses its claim
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_due_longest_comes_first(string engine)
    {
        using var world = new StoreWorld(engine);
        var late = await world.AddAsync(draft => draft with { DueAt = world.Now - TimeSpan.FromMinutes(1) });
        var later = await world.AddAsync(draft => draft with { DueAt = world.Now - TimeSpan.FromMinutes(9) });
        var between = await world.AddAsync(draft => draft with { DueAt = world.Now - TimeSpan.FromMinutes(5) });

        Assert.Equal([later.Id, between.Id], (await world.One.Warmth.ClaimAsync(world.Now, world.Now + TimeSpan.FromMinutes(1), 2)).OrderBy(grant => grant.CreatedAt).Select(grant => grant.Id));
        Assert.Equal(late.Id, Assert.Single(await world.One.Warmth.ClaimAsync(world.Now, world.Now + TimeSpan.FromMinutes(1), 2)).Id);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_is_put_off_to_its_own_time(string engine)
    {
        using var world = new StoreWorld(engine);
        var soon = await world.AddAsync();
        var never = await world.AddAsync();
        var untouched = await world.AddAsync();

        await world.One.Warmth.PostponeAsync(new Dictionary<string, DateTimeOffset?> { [soon.Id] = world.Now, [never.Id] = null, ["nobody"] = world.Now });

        Assert.Equal(world.Now, (await world.FindAsync(soon)).DueAt);
        Assert.Null((await world.FindAsync(never)).DueAt);
        Assert.Equal(untouched.DueAt, (await world.FindAsync(untouched)).DueAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_use_is_noted_and_an_older_one_does_not_undo_it(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        var other = await world.AddAsync();

        await world.AtOnceAsync(10, async (node, number) =>
        {
            await node.Warmth.TouchAsync([grant.Id, "nobody"], world.Now + TimeSpan.FromMinutes(number - 3));
            return number;
        });

        Assert.InRange((await world.FindAsync(grant)).LastUsedAt, world.Now + TimeSpan.FromMinutes(5.9), world.Now + TimeSpan.FromMinutes(6.1));
        Assert.Equal(other.LastUsedAt, (await world.FindAsync(other)).LastUsedAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_deadline_is_warned_of_once_and_a_later_one_again(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync() with { DueAt = world.Now + TimeSpan.FromDays(1) };

        Assert.Single(await world.AtOnceAsync(10, (node, _) => node.Warmth.TryWarnAsync(grant, world.Told(grant, GrantEventKind.Expiring))), isNews => isNews);
        Assert.Equal(grant.DueAt, (await world.FindAsync(grant)).DueAt);
        Assert.False(await world.One.Warmth.TryWarnAsync(grant with { Generation = 2 }, world.Told(grant, GrantEventKind.Expiring)));
        Assert.Single(await world.TakeEventsAsync());

        var next = grant with { Generation = 2, RefreshExpiresAt = grant.RefreshExpiresAt + TimeSpan.FromDays(30) };
        Assert.NotNull(await world.One.Refreshes.TryBeginAsync(world.Start(grant)));
        Assert.True(await world.One.Refreshes.TryCommitAsync(world.Commit(grant with { Lease = new GrantLease("any", world.Now) }) with { RefreshExpiresAt = next.RefreshExpiresAt }));
        Assert.True(await world.Other.Warmth.TryWarnAsync(next, world.Told(next, GrantEventKind.Expiring)));
        Assert.Single(await world.TakeEventsAsync());
    }
}
