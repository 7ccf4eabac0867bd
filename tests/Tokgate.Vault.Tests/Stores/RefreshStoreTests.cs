using Tokgate.TikTok;

namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="IRefreshStore"/>, member by member.</summary>
public sealed class RefreshStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_begin_one_gets_the_lease_and_is_on_record(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();

        var leased = Assert.Single(await world.AtOnceAsync(20, (node, number) => node.Refreshes.TryBeginAsync(world.Start(grant, $"attempt-{number}"))), leased => leased is not null);

        var now = await world.FindAsync(grant);
        Assert.Equal((leased?.Lease?.AttemptId, AttemptCause.Open, GrantState.Active), (now.Lease?.AttemptId, now.LastAttempt?.Cause, now.State));
        Assert.Equal(now.Lease?.AttemptId, now.LastAttempt?.Id);
        Assert.InRange(now.Lease!.Until, world.Now + TimeSpan.FromSeconds(30), world.Now + TimeSpan.FromSeconds(90));
        Assert.InRange(now.DueAt!.Value, world.Now + TimeSpan.FromSeconds(30), world.Now + TimeSpan.FromSeconds(90));
        Assert.Empty(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_lease_that_ran_out_with_its_attempt_open_makes_the_grant_ambiguous_which_is_told_once(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        Assert.NotNull(await world.One.Refreshes.TryBeginAsync(world.Start(grant, "attempt-1", TimeSpan.FromMilliseconds(1))));

        // PostgreSQL counts by its own clock.
        Grant? leased = null;
        async Task<bool> TakesOverAsync(VaultStores node, RefreshStart start)
        {
            world.Advance(TimeSpan.FromMilliseconds(2));
            return (leased = await node.Refreshes.TryBeginAsync(start with { Now = world.Now })) is not null;
        }

        await Eventually.HoldsAsync(() => TakesOverAsync(world.Other, world.Start(grant, "attempt-2", TimeSpan.FromMilliseconds(1))));
        Assert.Equal((GrantState.Ambiguous, 1, AttemptCause.OpenAfterAbandoned, "attempt-2"), (leased?.State, leased?.Failures, leased?.LastAttempt?.Cause, leased?.Lease?.AttemptId));
        await Eventually.HoldsAsync(() => TakesOverAsync(world.One, world.Start(grant, "attempt-3")));
        Assert.Equal((GrantState.Ambiguous, 2), (leased?.State, leased?.Failures));

        Assert.Equal(GrantEventKind.RefreshFailed, Assert.Single(await world.TakeEventsAsync()).Kind);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nobody_begins_on_another_generation_a_refused_or_ended_grant_or_before_its_time(string engine)
    {
        using var world = new StoreWorld(engine);
        var active = await world.AddAsync();
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(active with { Generation = 2 })));
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(active) with { IsForRevocation = true }));
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(active with { Id = "nobody" })));

        var refused = await world.AddAsync(draft => draft with { State = GrantState.NeedsReauthorization });
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(refused)));

        var failed = await world.LeasedAsync();
        await world.One.Refreshes.TryFailAsync(world.Failure(failed));
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(failed)));
        Assert.NotNull(await world.One.Refreshes.TryBeginAsync(world.Start(failed) with { Now = world.Now + TimeSpan.FromMinutes(5) }));

        var ended = await world.One.Grants.RevokeAsync(active.Id, world.Now, grant => world.Told(grant, GrantEventKind.Removed));
        Assert.Null(await world.One.Refreshes.TryBeginAsync(world.Start(ended!))); // it is there
        Assert.Equal(GrantState.Revoked, (await world.One.Refreshes.TryBeginAsync(world.Start(ended!) with { IsForRevocation = true }))?.State);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_commits_of_a_generation_one_is_written_whole(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();
        var commit = world.Commit(leased);

        Assert.Single(await world.AtOnceAsync(10, (node, _) => node.Refreshes.TryCommitAsync(commit)), isWritten => isWritten);

        var expected = leased with
        {
            Generation = 2,
            Sealed = commit.Sealed,
            Scopes = TikTokScopes.Of("video.list"),
            AccessExpiresAt = commit.AccessExpiresAt,
            RefreshExpiresAt = commit.RefreshExpiresAt,
            RefreshedAt = commit.At,
            DueAt = commit.DueAt,
            Lease = null,
            LastAttempt = new GrantAttempt(commit.AttemptId, commit.At, AttemptCause.Succeeded, "log-1"),
        };
        Assert.Equivalent(expected, await world.FindAsync(leased), strict: true);
        Assert.Empty(await world.TakeEventsAsync()); // nothing had failed
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_commit_stands_over_what_another_attempt_wrote_meanwhile(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();
        Assert.True(await world.Other.Refreshes.TryFailAsync(world.Failure(leased) with { State = GrantState.NeedsReauthorization }));
        await world.TakeEventsAsync();

        Assert.True(await world.One.Refreshes.TryCommitAsync(world.Commit(leased) with { Scopes = null, RefreshExpiresAt = null }));

        var now = await world.FindAsync(leased);
        Assert.Equal((GrantState.Active, 2, 0, null, null), (now.State, now.Generation, now.Failures, now.NextAttemptAt, now.RefreshExpiresAt));
        Assert.Equal(leased.Scopes.ToString(), now.Scopes.ToString());
        Assert.Equal(GrantEventKind.Recovered, Assert.Single(await world.TakeEventsAsync()).Kind);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_commit_never_brings_back_what_was_ended_replaced_or_deleted(string engine)
    {
        using var world = new StoreWorld(engine);
        var revoked = await world.LeasedAsync();
        var replaced = await world.LeasedAsync();
        var deleted = await world.LeasedAsync();
        await world.One.Grants.RevokeAsync(revoked.Id, world.Now, grant => world.Told(grant, GrantEventKind.Removed));
        await world.One.Grants.TryReplaceAsync(replaced with { Generation = 2 }, 1);
        await world.One.Grants.DeleteAsync(deleted.Id, grant => world.Told(grant, GrantEventKind.Removed));

        foreach (var leased in new[] { revoked, replaced, deleted })
        {
            Assert.False(await world.Other.Refreshes.TryCommitAsync(world.Commit(leased)));
        }

        // Even if it knew the generation: what was ended stays so.
        Assert.False(await world.Other.Refreshes.TryCommitAsync(world.Commit(revoked) with { Generation = 2 }));
        Assert.Equal((GrantState.Revoked, 2), ((await world.FindAsync(revoked)).State, (await world.FindAsync(revoked)).Generation));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_pair_for_revocation_is_kept_by_the_attempt_that_got_it_and_changes_neither_state_nor_generation(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();
        var commit = world.Commit(leased) with { IsForRevocation = true };
        Assert.False(await world.One.Refreshes.TryCommitAsync(commit)); // it is not ended
        await world.One.Grants.RevokeAsync(leased.Id, world.Now, grant => world.Told(grant, GrantEventKind.Removed));
        Assert.False(await world.One.Refreshes.TryCommitAsync(commit with { AttemptId = "another" }));

        Assert.True(await world.One.Refreshes.TryCommitAsync(commit));

        var now = await world.FindAsync(leased);
        Assert.Equal((GrantState.Revoked, 2, "key-2"), (now.State, now.Generation, now.Sealed?.MasterKeyId));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_failure_closes_its_own_attempt_and_no_other(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();
        var failure = world.Failure(leased);
        Assert.False(await world.Other.Refreshes.TryFailAsync(failure with { AttemptId = "another" }));
        Assert.False(await world.Other.Refreshes.TryFailAsync(failure with { Generation = 2 }));

        Assert.Single(await world.AtOnceAsync(6, (node, _) => node.Refreshes.TryFailAsync(failure)), isClosed => isClosed);

        var now = await world.FindAsync(leased);
        Assert.Equal((GrantState.Ambiguous, 1, null, failure.NextAttemptAt, failure.DueAt), (now.State, now.Failures, now.Lease, now.NextAttemptAt, now.DueAt));
        Assert.Equal((AttemptCause.AnswerLost, "log-2"), (now.LastAttempt?.Cause, now.LastAttempt?.LogId));
        Assert.Single(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_failure_that_no_grant_is_to_blame_for_leaves_its_state_and_count(string engine)
    {
        using var world = new StoreWorld(engine);
        var leased = await world.LeasedAsync();

        Assert.True(await world.One.Refreshes.TryFailAsync(world.Failure(leased) with { State = null, IsCounted = false, NextAttemptAt = null, Event = null }));

        var now = await world.FindAsync(leased);
        Assert.Equal((GrantState.Active, 0, null), (now.State, now.Failures, now.NextAttemptAt));
        Assert.Empty(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Only_what_was_ended_is_shredded_and_once(string engine)
    {
        using var world = new StoreWorld(engine);
        var grant = await world.AddAsync();
        Assert.False(await world.One.Refreshes.ShredAsync(grant.Id));
        await world.One.Grants.RevokeAsync(grant.Id, world.Now, ended => world.Told(ended, GrantEventKind.Removed));

        Assert.Single(await world.AtOnceAsync(6, (node, _) => node.Refreshes.ShredAsync(grant.Id)), isShredded => isShredded);

        var now = await world.FindAsync(grant);
        Assert.Equal((null, null), (now.Sealed, now.DueAt));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_cannot_be_told_does_not_happen(string engine)
    {
        using var world = new StoreWorld(engine);
        var mute = world.Mute;
        var leased = await world.LeasedAsync();

        await Assert.ThrowsAsync<IOException>(() => mute.Refreshes.TryFailAsync(world.Failure(leased)));

        Assert.Equivalent(leased, await world.FindAsync(leased), strict: true);
    }
}
