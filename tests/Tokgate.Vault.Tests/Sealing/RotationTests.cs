using System.Diagnostics;
using Tokgate.Vault.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Vault.Tests.Sealing;

/// <summary>A new master key, and new data keys, under readers and refreshes that go on. 100,000 grants in the long form.</summary>
public sealed class RotationTests(ITestOutputHelper output)
{
    private static readonly int Count = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" ? 100_000 : 1_500;

    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Readers_see_no_error_while_keys_change_and_the_change_can_be_stopped_and_resumed(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var ids = await Filling.FillAsync(world, Count);
        await world.SignInAsync();
        world.Keys = new MasterKeyRing(new Some.Key(2), new Some.Key(1));
        var database = new Fragile();
        var next = world.Node(through: database.Over);
        world.Keys = new MasterKeyRing(new Some.Key(1), new Some.Key(2));
        var reader = world.Node();
        using var done = new CancellationTokenSource();
        var reads = Filling.ReadAsync(reader, ids, done.Token);

        // Stopped in the middle, as a kill would: what is done stays done.
        var clock = Stopwatch.StartNew();
        using (var stop = new CancellationTokenSource())
        {
            database.Written = stop.Cancel;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.RewrapAsync(stop.Token));
            database.Written = static () => { };
        }

        var moved = await next.RewrapAsync();
        output.WriteLine($"{engine}: {Count} grants under a new master key in {clock.Elapsed.TotalSeconds:0.0} s, of which {moved} after the stop");
        Assert.Equal(Count + 1 - 200, moved);
        Assert.Equal(0, await Filling.UnderAsync(world, new Some.Key(1).Load().Id));

        world.Time.Advance(TimeSpan.FromSeconds(1));
        clock.Restart();
        Assert.Equal(Count + 1, await next.ReencryptAsync(world.Time.GetUtcNow()));
        output.WriteLine($"{engine}: {Count} grants under new data keys in {clock.Elapsed.TotalSeconds:0.0} s");
        await done.CancelAsync();
        output.WriteLine($"{engine}: {await reads} reads meanwhile, none failed");

        Assert.True((await next.GetAccessTokenAsync(ids[3])).IsActive);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_refresh_under_way_survives_the_change(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        world.Keys = new MasterKeyRing(new Some.Key(2), new Some.Key(1));
        var next = world.Node();
        await world.HoldAsync();
        var reading = next.GetAccessTokenAsync(grant.Id);
        await world.HeldAsync(grant);

        var changing = next.RewrapAsync();
        await world.ReleaseAsync();
        await changing;
        await next.ReencryptAsync(world.Time.GetUtcNow());

        Assert.True((await reading).IsActive);
        var answer = await next.GetAccessTokenAsync(grant.Id);
        Assert.True(await world.WorksAsync(answer));
        Assert.Equal((new Some.Key(2).Load().Id, 2), (answer.Grant?.Sealed?.MasterKeyId, answer.Grant?.Sealed?.DataKeyVersion));
    }
}
