namespace Tokgate.Server.Management.Stats;

/// <summary>Counts what the trail has got since the last look. Any node may; who is second finds nothing to count.</summary>
internal sealed partial class StatsHostedService(IStatsStore store, TimeProvider time, ILogger<StatsHostedService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await store.RollUpAsync(stoppingToken))
                {
                }
            }
#pragma warning disable CA1031 // counters that are late harm nobody, and stopping the broker would
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
    }
}
