using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tokgate.Vault.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>A change of the master key whose process is killed among it, and another that goes on where it was, while readers read. 100,000 grants in the long form.</summary>
public sealed class RotationKillTests(ITestOutputHelper output)
{
    private const int Batch = 200;

    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1";
    private static readonly int s_count = s_isLong ? 100_000 : 1_200;

    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_change_of_the_master_key_that_was_killed_goes_on_where_it_was_and_no_reader_sees_it(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await world.Vault.CheckKeysAsync();
        var ids = await Filling.FillAsync(world, s_count);
        world.Keys = new MasterKeyRing(new Some.Key(1), new Some.Key(2));
        var reader = world.Node();
        using var done = new CancellationTokenSource();
        var reads = Filling.ReadAsync(reader, ids, done.Token);

        var batches = RandomNumberGenerator.GetInt32(1, s_count / Batch);
        var clock = Stopwatch.StartNew();
        using (var victim = await NodeProcess.StartReadyAsync(world, null, 2, 1))
        {
            await victim.HoldAsync("BeforeReseal", batches);
            await victim.SayAsync("rewrap");
            await victim.ExpectAsync("at BeforeReseal");
            victim.Kill();
        }

        Assert.Equal(batches * Batch, await Filling.UnderAsync(world, new Some.Key(2).Load().Id));
        using var successor = await NodeProcess.StartReadyAsync(world, null, 2, 1);
        await successor.SayAsync("rewrap");
        Assert.Equal(s_count - (batches * Batch), int.Parse(await successor.HearAsync(), CultureInfo.InvariantCulture));
        output.WriteLine($"{engine}: {s_count} grants under a new master key in {clock.Elapsed.TotalSeconds:0.0} s, killed after {batches * Batch} of them");

        await done.CancelAsync();
        output.WriteLine($"{engine}: {await reads} reads meanwhile, none failed");
        Assert.Equal(0, await Filling.UnderAsync(world, new Some.Key(1).Load().Id));

        // From here on the former key is needed by nobody, and whoever starts with it alone is refused.
        world.Keys = new MasterKeyRing(new Some.Key(2));
        var next = world.Node();
        await next.CheckKeysAsync();
        Assert.True((await next.GetAccessTokenAsync(ids[3])).IsActive);
        world.Keys = new MasterKeyRing(new Some.Key(1));
        Assert.Equal(ErrorIds.MasterKeyRetired, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().CheckKeysAsync())).Id);
    }
}
