namespace Tokgate.Server.Storage;

/// <summary>Deletes what has expired, in batches small enough that no sign-in waits behind one.</summary>
internal sealed partial class CleanUpHostedService(IEnumerable<IExpiringRows> stores, TimeProvider time, ILogger<CleanUpHostedService> log) : PeriodicHostedService(TimeSpan.FromMinutes(1), time)
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
                deleted = await store.DeleteExpiredAsync(Time.GetUtcNow(), BatchSize, cancellationToken);
                total += deleted;
            }
            while (deleted == BatchSize);
        }

        return total;
    }

    protected override Task RunAsync(CancellationToken stoppingToken) => SweepAsync(stoppingToken);
}
