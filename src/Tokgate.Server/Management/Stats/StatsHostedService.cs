namespace Tokgate.Server.Management.Stats;

/// <summary>Counts what the trail has got since the last look. Any node may; who is second finds nothing to count.</summary>
internal sealed partial class StatsHostedService(IStatsStore store, TimeProvider time, ILogger<StatsHostedService> log) : PeriodicHostedService(TimeSpan.FromMinutes(1), time)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (await store.RollUpAsync(stoppingToken))
        {
        }
    }
}
