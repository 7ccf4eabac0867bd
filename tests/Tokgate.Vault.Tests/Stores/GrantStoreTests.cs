using Tokgate.TikTok;

namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="IGrantStore"/>, member by member.</summary>
public sealed class GrantStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_grant_comes_back_as_it_was_added(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        var bare = await world.AddAsync(draft => draft with { RefreshExpiresAt = null, DueAt = null, Sealed = draft.Sealed! with { RefreshToken = null } });

        Assert.Equivalent(grant, await world.FindAsync(grant), strict: true);
        Assert.Equivalent(bare, await world.FindAsync(bare), strict: true);
        Assert.Null(await world.One.Grants.FindAsync("nobody"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_owner_has_his_own_grants_newest_first(string engine)
    {
        using var world = new StoreWorld(engine);
        var first = await world.AddAsync(draft => draft with { Owner = "owner" });
        var second = await world.AddAsync(draft => draft with { Owner = "owner" });
        await world.AddAsync();

        Assert.Equal([second.Id, first.Id], (await world.Other.Grants.ListAsync("owner")).Select(grant => grant.Id));
        Assert.Empty(await world.Other.Grants.ListAsync("nobody"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_add_a_grant_for_the_same_person_one_does(string engine)
    {
        using var world = new StoreWorld(engine);
        var added = await world.AtOnceAsync(10, (node, _) => node.Grants.TryAddAsync(world.Draft() with { Owner = "owner", OpenId = "open-id" }));

        Assert.Single(added, isAdded => isAdded);
        Assert.Single(await world.One.Grants.ListAsync("owner"));
        Assert.True(await world.One.Grants.TryAddAsync(world.Draft() with { Owner = "owner", OpenId = "another" }));
        Assert.True(await world.One.Grants.TryAddAsync(world.Draft() with { Owner = "owner", OpenId = "open-id", TikTokApp = "app-2" }));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_replace_a_generation_one_does_and_what_was_before_is_forgotten(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();
        Assert.True(await world.One.Refreshes.TryFailAsync(world.Failure(leased)));
        var next = leased with
        {
            Generation = 2,
            State = GrantState.Active,
            Sealed = StoreWorld.Boxes("key-2", 2),
            Scopes = TikTokScopes.Of("video.upload"),
            Lease = null,
            LastAttempt = null,
            Failures = 0,
            DueAt = world.Now,
            RefreshExpiresAt = null,
        };

        var replaced = await world.AtOnceAsync(10, (node, _) => node.Grants.TryReplaceAsync(next, 1));

        Assert.Single(replaced, isReplaced => isReplaced);
        Assert.Equivalent(next, await world.FindAsync(next), strict: true);
        Assert.False(await world.One.Grants.TryReplaceAsync(next with { Id = "nobody" }, 2));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_revoke_one_ends_the_grant_and_all_see_it_ended(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();

        var ended = await world.AtOnceAsync(10, (node, _) => node.Grants.RevokeAsync(leased.Id, world.Now, grant => world.Told(grant, GrantEventKind.Removed)));

        Assert.All(ended, grant => Assert.Equal((GrantState.Revoked, 2), (grant?.State, grant?.Generation)));
        var now = await world.FindAsync(leased);
        Assert.Equal((leased.Lease?.AttemptId, AttemptCause.Disconnected), (now.Lease?.AttemptId, now.LastAttempt?.Cause));
        Assert.NotNull(now.Sealed);
        Assert.NotNull(now.RevokeRequestedAt);
        Assert.Equal(now.RevokeRequestedAt, now.DueAt);
        Assert.Single(await world.TakeEventsAsync());
        Assert.Null(await world.One.Grants.RevokeAsync("nobody", world.Now, grant => world.Told(grant, GrantEventKind.Removed)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_ends_what_was_authorized_before_it_once_and_destroys_its_tokens(string engine)
    {
        using var world = new StoreWorld(engine);
        var second = DateTimeOffset.FromUnixTimeSeconds(world.Now.ToUnixTimeSeconds());
        var before = await world.AddAsync(draft => draft with { OpenId = "person", AuthorizedAt = second - TimeSpan.FromDays(1) });
        var within = await world.AddAsync(draft => draft with { OpenId = "person", AuthorizedAt = second + TimeSpan.FromMilliseconds(999) });
        Grant[] spared =
        [
            await world.AddAsync(draft => draft with { OpenId = "person", AuthorizedAt = second + TimeSpan.FromSeconds(1) }),
            await world.AddAsync(draft => draft with { OpenId = "another", AuthorizedAt = second - TimeSpan.FromDays(1) }),
            await world.AddAsync(draft => draft with { OpenId = "person", TikTokApp = "app-2", AuthorizedAt = second - TimeSpan.FromDays(1) }),
        ];
        var removal = new GrantRemoval(StoreWorld.App, "person", second, TikTokRemovalReason.UserDisconnected);

        var ended = await world.AtOnceAsync(6, (node, _) => node.Grants.RemoveAsync(removal, grant => world.Told(grant, GrantEventKind.Removed)));

        Assert.Equal([before.Id, within.Id], ended.SelectMany(grants => grants).Select(grant => grant.Id).Order());
        Assert.All([before, within], grant =>
        {
            var now = world.FindAsync(grant).Result;
            Assert.Equal((GrantState.Revoked, 2, null, null), (now.State, now.Generation, now.Sealed, now.DueAt));
        });
        Assert.All(spared, grant => Assert.Equivalent(grant, world.FindAsync(grant).Result, strict: true));
        Assert.Equal(2, (await world.TakeEventsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_frees_us_from_telling_TikTok_of_what_we_had_ended(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        await world.One.Grants.RevokeAsync(grant.Id, world.Now, ended => world.Told(ended, GrantEventKind.Removed));

        Assert.Empty(await world.One.Grants.RemoveAsync(
            new GrantRemoval(StoreWorld.App, grant.OpenId, world.Now, TikTokRemovalReason.UserDisconnected), ended => world.Told(ended, GrantEventKind.Removed)));

        Assert.Null((await world.FindAsync(grant)).Sealed);
        Assert.Single(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_delete_one_does(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();

        var deleted = await world.AtOnceAsync(10, (node, _) => node.Grants.DeleteAsync(grant.Id, gone => world.Told(gone, GrantEventKind.Removed)));

        Assert.Single(deleted, isDeleted => isDeleted);
        Assert.Null(await world.One.Grants.FindAsync(grant.Id));
        Assert.Single(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_cannot_be_told_does_not_happen(string engine)
    {
        using var world = new StoreWorld(engine);
        var mute = world.Mute;
        var grant = await world.AddAsync();
        GrantEvent Tell(Grant told) => world.Told(told, GrantEventKind.Removed);

        await Assert.ThrowsAsync<IOException>(() => mute.Grants.RevokeAsync(grant.Id, world.Now, Tell));
        await Assert.ThrowsAsync<IOException>(() => mute.Grants.DeleteAsync(grant.Id, Tell));
        await Assert.ThrowsAsync<IOException>(() => mute.Grants.RemoveAsync(new GrantRemoval(StoreWorld.App, grant.OpenId, world.Now, TikTokRemovalReason.UserDisconnected), Tell));

        Assert.Equivalent(grant, await world.FindAsync(grant), strict: true);
    }
}
