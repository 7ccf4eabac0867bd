namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="IVaultKeyStore"/>, member by member.</summary>
public sealed class KeyStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_first_nodes_one_writes_the_sentinel_and_all_read_it(string engine)
    {
        using var world = new StoreWorld(engine);

        Assert.Single(await world.AtOnceAsync(10, (node, number) => node.Keys.TryAddAsync(new KeySentinel("key-1", [(byte)number], null))), isAdded => isAdded);
        Assert.True(await world.One.Keys.TryAddAsync(new KeySentinel("key-2", [9], null)));

        Assert.Equal(["key-1", "key-2"], (await world.Other.Keys.ListAsync()).Select(sentinel => sentinel.KeyId).Order());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task All_keys_but_one_are_retired_once(string engine)
    {
        using var world = new StoreWorld(engine);
        foreach (var key in new[] { "key-1", "key-2", "key-3" })
        {
            await world.One.Keys.TryAddAsync(new KeySentinel(key, [1], null));
        }

        Assert.Equal(2, (await world.AtOnceAsync(6, (node, _) => node.Keys.RetireOthersAsync("key-3", world.Now))).Sum());

        Assert.Equal("key-3", Assert.Single(await world.Other.Keys.ListAsync(), sentinel => sentinel.RetiredAt is null).KeyId);
        Assert.Equal(2, (await world.Other.Keys.ListAsync()).Count(sentinel => sentinel.RetiredAt == world.Now));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_left_to_move_is_listed_page_by_page(string engine)
    {
        using var world = new StoreWorld(engine);
        List<string> old = [];
        for (var number = 0; number < 5; number++)
        {
            old.Add((await world.AddAsync()).Id);
        }

        await world.AddAsync(draft => draft with { Sealed = StoreWorld.Boxes("key-2", 1) });
        await world.AddAsync(draft => draft with { Sealed = null });

        var first = await world.One.Keys.ListOutdatedAsync("key-2", null, null, 3);
        var second = await world.One.Keys.ListOutdatedAsync("key-2", null, first[^1].Id, 3);
        Assert.Equal(old, first.Concat(second).Select(grant => grant.Id));
        Assert.Equal(3, first.Count);

        // By age, whatever the key: all that have one.
        Assert.Equal(6, (await world.One.Keys.ListOutdatedAsync("key-2", world.Now + TimeSpan.FromMinutes(1), null, 10)).Count);
        Assert.Empty(await world.One.Keys.ListOutdatedAsync("key-2", world.Now - TimeSpan.FromMinutes(1), null, 10));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Boxes_are_written_only_over_those_that_were_read_and_that_no_attempt_will_write_again(string engine)
    {
        using var world = new StoreWorld(engine);
        var still = await world.AddAsync();
        var leased = await world.LeasedAsync();
        var moved = await world.LeasedAsync();
        await world.One.Refreshes.TryCommitAsync(world.Commit(moved));
        var next = StoreWorld.Boxes("key-9", 1);

        Assert.Equal(1, (await world.AtOnceAsync(6, (node, _) => node.Keys.ResealAsync(
            [KeyValuePair.Create(still, next), KeyValuePair.Create(leased, next), KeyValuePair.Create(moved, next)], isNewDataKey: false, world.Now))).Sum());

        Assert.Equivalent(still with { Sealed = next }, await world.FindAsync(still), strict: true);
        Assert.Equal(("key-1", "key-2"), ((await world.FindAsync(leased)).Sealed?.MasterKeyId, (await world.FindAsync(moved)).Sealed?.MasterKeyId));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_new_data_key_is_young(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync(draft => draft with { Sealed = draft.Sealed! with { RefreshToken = null } });
        var next = StoreWorld.Boxes("key-1", 2) with { RefreshToken = null };
        var later = world.Now + TimeSpan.FromMinutes(5);

        Assert.Equal(1, await world.One.Keys.ResealAsync([KeyValuePair.Create(grant, next)], isNewDataKey: true, later));

        Assert.Empty(await world.One.Keys.ListOutdatedAsync("key-1", later, null, 10));
        Assert.Equivalent(grant with { Sealed = next }, await world.FindAsync(grant), strict: true);
    }
}
