namespace Tokgate.Vault.Tests.Stores;

/// <summary><see cref="ITikTokAppStore"/>, member by member.</summary>
public sealed class AppStoreTests
{
    public static TheoryData<string> Engines => StoreWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_were_refused_one_pauses_the_app_and_only_trials_are_counted(string engine)
    {
        using var world = new StoreWorld(engine);
        var pause = Pause(world);
        Assert.Null(await world.One.Apps.FindPauseAsync(StoreWorld.App));

        Assert.Single(await world.AtOnceAsync(10, (node, _) => node.Apps.PauseAsync(pause, isTrial: false, Told(world, GrantEventKind.AppPaused))), isNew => isNew);
        Assert.Equal(pause with { Trials = 1 }, await world.Other.Apps.FindPauseAsync(StoreWorld.App));
        Assert.Single(await world.TakeEventsAsync());

        // Whoever was under way when it was paused changes nothing; the trial does.
        var trial = pause with { Version = "2", NextTrialAt = pause.NextTrialAt + TimeSpan.FromMinutes(1), LogId = "log-2" };
        Assert.False(await world.One.Apps.PauseAsync(trial, isTrial: false, Told(world, GrantEventKind.AppPaused)));
        Assert.Equal(pause with { Trials = 1 }, await world.Other.Apps.FindPauseAsync(StoreWorld.App));
        Assert.False(await world.One.Apps.PauseAsync(trial, isTrial: true, Told(world, GrantEventKind.AppPaused)));
        Assert.Equal(trial with { Trials = 2 }, await world.Other.Apps.FindPauseAsync(StoreWorld.App));
        Assert.Empty(await world.TakeEventsAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_want_the_trial_one_gets_it(string engine)
    {
        using var world = new StoreWorld(engine);
        var pause = Pause(world);
        var next = pause.NextTrialAt + TimeSpan.FromMinutes(1);
        Assert.False(await world.One.Apps.TryTakeTrialAsync(StoreWorld.App, pause.NextTrialAt, next));
        await world.One.Apps.PauseAsync(pause, isTrial: false, Told(world, GrantEventKind.AppPaused));

        Assert.Single(await world.AtOnceAsync(10, (node, _) => node.Apps.TryTakeTrialAsync(StoreWorld.App, pause.NextTrialAt, next)), isTaken => isTaken);
        Assert.Equal(next, (await world.One.Apps.FindPauseAsync(StoreWorld.App))?.NextTrialAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_many_who_end_a_pause_one_does(string engine)
    {
        using var world = new StoreWorld(engine);
        Assert.False(await world.One.Apps.ResumeAsync(StoreWorld.App, Told(world, GrantEventKind.AppResumed)));
        await world.One.Apps.PauseAsync(Pause(world), isTrial: false, Told(world, GrantEventKind.AppPaused));
        await world.TakeEventsAsync();

        Assert.Single(await world.AtOnceAsync(10, (node, _) => node.Apps.ResumeAsync(StoreWorld.App, Told(world, GrantEventKind.AppResumed))), isResumed => isResumed);

        Assert.Null(await world.One.Apps.FindPauseAsync(StoreWorld.App));
        Assert.Equal(GrantEventKind.AppResumed, Assert.Single(await world.TakeEventsAsync()).Kind);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task All_nodes_together_get_no_more_than_the_budget_of_a_window(string engine)
    {
        using var world = new StoreWorld(engine);

        var allowed = await world.AtOnceAsync(20, (node, _) => node.Apps.TakeBudgetAsync(StoreWorld.App, 7, 10, 55));

        Assert.Equal(55, allowed.Sum());
        Assert.All(allowed, count => Assert.InRange(count, 0, 10));
        Assert.Equal(0, await world.One.Apps.TakeBudgetAsync(StoreWorld.App, 7, 10, 55));
        Assert.Equal(10, await world.One.Apps.TakeBudgetAsync(StoreWorld.App, 8, 10, 55));
        Assert.Equal(10, await world.One.Apps.TakeBudgetAsync("app-2", 7, 10, 55));
    }

    private static AppPause Pause(StoreWorld world) => new(StoreWorld.App, "1", world.Now, world.Now + TimeSpan.FromSeconds(30), 0, "log-1");

    private static GrantEvent Told(StoreWorld world, GrantEventKind kind) => new() { Id = RandomId.New(), Kind = kind, At = world.Now, TikTokApp = StoreWorld.App };
}
