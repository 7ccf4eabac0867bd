using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tokgate.Vault.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>
/// Real processes, killed without a word before their request leaves, after it left, and after TikTok answered but before the commit: no token is ever sent twice at once, and
/// nothing is lost but what TikTok had spent and takes only once, and that is said.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly bool s_isLong = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1";

    [Fact]
    public async Task Kill_9_in_every_phase_of_a_refresh_loses_nothing_that_could_be_kept_and_says_what_it_lost()
    {
        // To walk the same way again, set it to what a failed run printed.
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TOKGATE_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"TOKGATE_TEST_SEED={seed}");
        await Task.WhenAll(
            from engine in new[] { "SQLite", "PostgreSQL" }
            from phase in Enum.GetValues<Phase>()
            select RunAsync(engine, phase, seed));
    }

    private async Task RunAsync(string engine, Phase phase, int seed)
    {
        // On two databases, and each kill interrupts three refreshes, each at its own point: 30 of each phase in each run of all tests, for a process costs a second of a core.
        // In the long form it is 300 processes for each phase, with 900 refreshes.
        var kills = s_isLong ? 150 : 5;
        await using var world = await World.StartAsync(engine);
        using var lane = new KillLane(world, phase, seed, kills);
        var clock = Stopwatch.StartNew();
        await lane.RunAsync();
        output.WriteLine(
            $"{engine}, {phase}: {lane.Kills} kills ({lane.TooLate} more came too late), {lane.Cases} refreshes interrupted, {lane.Hit} of them on record, {lane.Recovered} grants kept, {lane.Lost} lost as TikTok had spent their token, {lane.SecondRequests} second requests, {clock.Elapsed.TotalSeconds:0} s");
        Assert.Equal((kills, kills * KillRound.CaseCount), (lane.Kills, lane.Cases));
    }
}
