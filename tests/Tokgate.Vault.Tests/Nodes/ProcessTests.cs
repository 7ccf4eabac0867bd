using System.Diagnostics;
using Tokgate.Vault.Tests.Hosting;
using Xunit.Abstractions;

namespace Tokgate.Vault.Tests.Nodes;

/// <summary>Real processes with the library alone on one PostgreSQL: a thousand callers in all cause one refresh, and hear of its commit soon.</summary>
public sealed class ProcessTests(ITestOutputHelper output)
{
    private const int Callers = 1_000;

    // The goals; a machine that runs other tests too gets four times that.
    private static readonly TimeSpan s_within = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_across = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_thousand_callers_in_several_processes_cause_one_refresh_and_all_have_its_token(int processes)
    {
        await using var world = await World.StartAsync("PostgreSQL");
        using var nodes = new NodeGroup(await NodeGroup.StartAsync(world, processes));
        await nodes.WarmUpAsync(world);
        var grant = await world.ExpiredAsync();
        await world.FaultAsync("delay", more: new { delay_ms = 2_000 });

        var reports = await nodes.ReadAsync(grant, Callers);

        Assert.Single(await world.RequestsAsync());
        AssertAllHaveGeneration(2, reports);
        var holder = Assert.Single(reports, report => report.CommittedAt > 0);
        var (within, across) = (Waits([holder], holder), Waits(reports.Where(report => report != holder), holder));
        output.WriteLine($"{processes} processes, {Callers} callers, from commit to answer: in the holder's process {Told(within)} (goal 50 ms), in the others {Told(across)} (goal 250 ms)");
        Assert.InRange(Percentile(within, 99), TimeSpan.Zero, s_within * 4);
        Assert.InRange(Percentile(across, 99), TimeSpan.Zero, s_across * 4);
    }

    [Fact]
    public async Task A_thousand_callers_in_several_processes_that_saw_one_refusal_cause_one_refresh()
    {
        await using var world = await World.StartAsync("PostgreSQL");
        using var nodes = new NodeGroup(await NodeGroup.StartAsync(world, 3));
        var grant = await world.SignInAsync();

        // The second half comes when the new pair is there already, and still names the old one.
        AssertAllHaveGeneration(2, await nodes.ReadAsync(grant, Callers / 2, refusedGeneration: 1));
        AssertAllHaveGeneration(2, await nodes.ReadAsync(grant, Callers / 2, refusedGeneration: 1));

        Assert.Single(await world.RequestsAsync());
    }

    private static void AssertAllHaveGeneration(long generation, IReadOnlyList<ReadReport> reports)
    {
        Assert.All(reports, report => Assert.Empty(report.Errors));
        Assert.Single(reports.SelectMany(report => report.Tokens).Distinct());
        Assert.Equal([generation], reports.SelectMany(report => report.Generations).Distinct());
    }

    private static TimeSpan[] Waits(IEnumerable<ReadReport> reports, ReadReport holder) =>
        [.. reports.SelectMany(report => report.Ends).Select(end => Stopwatch.GetElapsedTime(holder.CommittedAt, end)).Order()];

    private static TimeSpan Percentile(TimeSpan[] sorted, int percent) => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];

    private static string Told(TimeSpan[] sorted) => $"p50 {Percentile(sorted, 50).TotalMilliseconds:0} ms, p99 {Percentile(sorted, 99).TotalMilliseconds:0} ms";
}
