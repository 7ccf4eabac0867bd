using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Warmth;

/// <summary>What background work keeps fresh, shares, bounds and tells.</summary>
public sealed class WarmthTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_used_is_refreshed_before_it_ends(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync(TimeSpan.FromMinutes(95));
        await world.Vault.WorkAsync();
        Assert.Empty(await world.RequestsAsync());

        await world.PassAsync(TimeSpan.FromMinutes(16));
        await world.Vault.WorkAsync();

        Assert.Equal(2, (await world.FindAsync(grant)).Generation);
        await world.Vault.WorkAsync();
        Assert.Single(await world.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_nobody_uses_is_left_until_its_refresh_token_nears_its_end(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync(TimeSpan.FromDays(8));
        await world.Vault.WorkAsync();
        await world.PassAsync(TimeSpan.FromDays(100));
        await world.Vault.WorkAsync();
        Assert.Empty(await world.RequestsAsync());

        await world.PassAsync(TimeSpan.FromDays(59));
        await world.Vault.WorkAsync();

        Assert.Equal(2, (await world.FindAsync(grant)).Generation);
        Assert.Empty(await world.EventsAsync());
    }

    [Fact]
    public async Task Use_is_remembered_and_keeps_a_grant_warm()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        for (var week = 0; week < 3; week++)
        {
            await world.PassAsync(TimeSpan.FromDays(6));
            Assert.True((await world.Vault.GetAccessTokenAsync(grant.Id)).IsActive);
            await world.Vault.WorkAsync();
        }

        var before = (await world.RequestsAsync()).Count;
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.Vault.WorkAsync();
        Assert.Equal(before + 1, (await world.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refresh_token_that_TikTok_does_not_renew_is_announced_once(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await world.Emulator.PutAsync("/_emulator/profile", new { refresh_renews_lifetime = false });
        var grant = await world.SignInAsync();
        await world.PassAsync(TimeSpan.FromDays(167));
        for (var look = 0; look < 4; look++)
        {
            await world.Vault.WorkAsync();
            await world.PassAsync(TimeSpan.FromDays(1));
        }

        var told = Assert.Single(await world.EventsAsync(), told => told.Kind == GrantEventKind.Expiring);
        Assert.Equal(grant.Id, told.GrantId);
        Assert.Equal(grant.RefreshExpiresAt!.Value, told.RefreshExpiresAt!.Value, TimeSpan.FromMinutes(1)); // the emulator gives a deadline, in seconds from each answer on
        Assert.Equal(GrantState.Active, (await world.FindAsync(grant)).State);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nodes_share_the_work_and_do_nothing_twice(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var tokens = await world.TokensAsync();
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = "reusable" });
        for (var owner = 0; owner < 60; owner++)
        {
            await world.Vault.KeepAsync(GrantHandOver.From(Emulator.TikTokEmulator.SandboxClientKey, "tiktok", $"owner-{owner}", tokens));
        }

        await world.PassAsync(TimeSpan.FromMinutes(111));
        TikTokVault[] nodes = [.. Enumerable.Range(0, 3).Select(_ => world.Node(options => options.Warmth.Batch = 10))];

        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            while (await node.WorkAsync() > 0)
            {
                // There is more.
            }
        })));

        Assert.Equal(60, (await world.RequestsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_budget_holds_for_all_nodes_together(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var tokens = await world.TokensAsync();
        await world.Emulator.PutAsync("/_emulator/profile", new { rotation = "reusable" });
        for (var owner = 0; owner < 20; owner++)
        {
            await world.Vault.KeepAsync(GrantHandOver.From(Emulator.TikTokEmulator.SandboxClientKey, "tiktok", $"owner-{owner}", tokens));
        }

        await world.PassAsync(TimeSpan.FromMinutes(111));
        TikTokVault[] nodes = [.. Enumerable.Range(0, 2).Select(_ => world.Node(options => options.Warmth.BudgetPerMinute = 6))];
        await Task.WhenAll(nodes.Select(node => node.WorkAsync()));
        var first = (await world.RequestsAsync()).Count;
        await world.PassAsync(TimeSpan.FromSeconds(80));
        await Task.WhenAll(nodes.Select(node => node.WorkAsync()));

        // A minute may turn between two statements of one look.
        Assert.InRange(first, 6, 12);
        Assert.InRange((await world.RequestsAsync()).Count - first, 6, 12);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Doubt_is_cleared_without_anybody_asking(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.FaultAsync("status");
        await world.Vault.GetAccessTokenAsync(grant.Id);
        Assert.Equal(GrantState.Ambiguous, (await world.FindAsync(grant)).State);
        await world.PassAsync(TimeSpan.FromMinutes(1));

        await world.Vault.WorkAsync();

        Assert.Equal((GrantState.Active, 2), ((await world.FindAsync(grant)).State, (await world.FindAsync(grant)).Generation));
    }

    [Fact]
    public async Task Doubt_that_outlives_the_refresh_token_ends_in_a_new_sign_in()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await world.FaultAsync("status");
        await world.Vault.GetAccessTokenAsync(grant.Id);
        await world.PassAsync(TimeSpan.FromDays(181));

        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);

        Assert.Equal((TokenStanding.NeedsReauthorization, AttemptCause.RefreshTokenExpired), (answer.Standing, answer.Cause));
        Assert.Single(await world.RequestsAsync());
    }

    [Fact]
    public async Task An_event_whose_receiver_failed_comes_again()
    {
        await using var world = await World.StartAsync();
        world.Heard.Failures = 1;
        var grant = await world.SignInAsync();
        await world.Vault.DeleteAsync(grant.Id);

        Assert.Empty(await world.EventsAsync());
        await world.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(GrantEventKind.Removed, Assert.Single(await world.EventsAsync()).Kind);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await world.EventsAsync());
    }
}
