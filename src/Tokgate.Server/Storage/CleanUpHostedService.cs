namespace Tokgate.Server.Storage;

/// <summary>Deletes what has expired, in batches small enough that no sign-in waits behind one.</summary>
internal sealed partial class CleanUpHostedService(IEnumerable<IExpiringRows> stores, TimeProvider time, ILogger<CleanUpHostedService> log) : BackgroundService
{
    private const int BatchSize = 500;

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var store in stores)
        {
            int deleted;
            do
            {
                deleted = await store.DeleteExpiredAsync(time.GetUtcNow(), BatchSize, cancellationToken);
                total += deleted;
            }
            while (deleted == BatchSize);
        }

        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
#pragma warning disable CA1031 // rows that stay a minute longer harm nobody, and stopping the broker would
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
    }
}
