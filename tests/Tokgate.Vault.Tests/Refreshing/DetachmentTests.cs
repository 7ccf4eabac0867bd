using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.EntityFrameworkCore;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Refreshing;

/// <summary>What TikTok has given is kept, whatever becomes of whoever asked, of the database, or of the lease.</summary>
public sealed class DetachmentTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refresh_whose_caller_goes_away_is_kept(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        using var caller = new CancellationTokenSource();
        var reading = world.Vault.GetAccessTokenAsync(grant.Id, cancellationToken: caller.Token);
        await world.HeldAsync(grant);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await world.ReleaseAsync();

        await Eventually.HoldsAsync(async () => (await world.FindAsync(grant)).Generation == 2);
        Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        Assert.Single(await world.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refresh_inside_a_transaction_that_rolls_back_is_kept(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        }

        Assert.Equal(2, (await world.FindAsync(grant)).Generation);
    }

    [Fact]
    public async Task A_refresh_beside_a_transaction_of_the_applications_context_is_kept()
    {
        await using var world = await World.StartAsync("PostgreSQL");
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await using (var context = world.Database.Open())
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Notes.Add(new Note { Text = "never to be seen" });
            await context.SaveChangesAsync();
            Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
        }

        await using var after = world.Database.Open();
        Assert.Equal((0, 2), (await after.Notes.CountAsync(), (await world.FindAsync(grant)).Generation));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_commit_that_fails_is_tried_again_with_the_pair_in_hand(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var (_, database, reading) = await ReadAsync(world);
        database.Failures = 3;
        await world.ReleaseAsync();

        var answer = await reading;

        Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant?.Generation));
        Assert.True(await world.WorksAsync(answer));
        Assert.Single(await world.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_commit_whose_own_answer_was_lost_is_recognised(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var (_, database, reading) = await ReadAsync(world);
        database.LostAnswers = 1;
        await world.ReleaseAsync();

        var answer = await reading;

        Assert.Equal((TokenStanding.Active, 2), (answer.Standing, answer.Grant?.Generation));
        Assert.True(await world.WorksAsync(answer));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_late_commit_stands_over_the_failure_that_another_node_wrote_meanwhile(string engine)
    {
        await using var world = await World.StartAsync(engine);
        Action<VaultOptions> brief = options =>
        {
            options.RefreshDeadline = TimeSpan.FromSeconds(2);
            options.Lease = TimeSpan.FromSeconds(2);
        };
        var (grant, database, reading) = await ReadAsync(world, brief);
        database.Failures = int.MaxValue;
        await world.ReleaseAsync();
        await Eventually.HoldsAsync(() => database.Failures < int.MaxValue);

        // The lease runs out; the other node asks with the token that TikTok has retired, and can only believe TikTok.
        var other = await world.Node(brief).GetAccessTokenAsync(grant.Id);
        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenRefused), (other.Standing, other.Cause));
        database.Failures = 0;

        Assert.True((await reading).IsActive);
        Assert.Equal((GrantState.Active, 2), ((await world.FindAsync(grant)).State, (await world.FindAsync(grant)).Generation));
        await world.EventsAsync();
        Assert.Equal([GrantEventKind.RefreshFailed, GrantEventKind.NeedsReauthorization, GrantEventKind.Recovered], world.Heard.Kinds);
        Assert.Equal(2, (await world.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_attempt_that_nobody_closed_makes_the_grant_ambiguous_before_the_second_request(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        var stores = EntityFrameworkVaultStore.Create(new Fragile().Over(new ContextVaultDatabase<VaultContext>(new Scopes(world.Database))), EntityFrameworkVaultStore.EventTable([world.Heard]), world.Time);
        var start = new RefreshStart
        {
            GrantId = grant.Id,
            Generation = 1,
            AttemptId = "of-a-process-that-died",
            LeaseFor = TimeSpan.FromMilliseconds(300),
            Now = world.Time.GetUtcNow(),
            AnnounceAbandoned = _ => throw new InvalidOperationException("Nothing was abandoned."),
        };
        Assert.NotNull(await stores.Refreshes.TryBeginAsync(start));
        Assert.Null(await stores.Refreshes.TryBeginAsync(start with { AttemptId = "another" }));
        await world.HoldAsync();

        var reading = world.Vault.GetAccessTokenAsync(grant.Id);
        await Eventually.HoldsAsync(async () => (await world.FindAsync(grant)).State == GrantState.Ambiguous);
        Assert.Equal(AttemptCause.OpenAfterAbandoned, (await world.FindAsync(grant)).LastAttempt?.Cause);
        await world.HeldAsync(grant);
        await world.ReleaseAsync();

        Assert.True((await reading).IsActive);
        await world.EventsAsync();
        Assert.Equal([GrantEventKind.RefreshFailed, GrantEventKind.Recovered], world.Heard.Kinds);
    }

    [Fact]
    public async Task Shutdown_waits_for_what_is_under_way()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.HoldAsync();
        var vault = world.Node();
        _ = vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);

        var stopping = vault.DisposeAsync();
        await world.ReleaseAsync();
        await stopping;

        Assert.Equal((2, null), ((await world.FindAsync(grant)).Generation, (await world.FindAsync(grant)).Lease));
    }

    /// <summary>Somebody reads by a node whose database can go away, and TikTok holds the refresh.</summary>
    private static async Task<(Grant Grant, Fragile Database, Task<TokenAnswer> Reading)> ReadAsync(World world, Action<VaultOptions>? change = null)
    {
        var grant = await world.SignInAsync();
        await world.PassAsync();
        var database = new Fragile();
        var vault = world.Node(change, database.Over);
        await world.HoldAsync();
        var reading = vault.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);
        return (grant, database, reading);
    }
}
