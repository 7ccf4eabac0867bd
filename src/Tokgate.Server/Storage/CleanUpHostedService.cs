namespace Tokgate.Server.Storage;

/// <summary>Deletes what has expired, in batches small enough that no sign-in waits behind one.</summary>
internal sealed partial class CleanUpHostedService(IEnumerable<IExpiringRows> stores, IReadDoor reads, IWriteDoor door, TimeProvider time, ILogger<CleanUpHostedService> log) : PeriodicHostedService(TimeSpan.FromMinutes(1), time)
{
    private const int BatchSize = 500;

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        foreach (var store in stores)
        {
            // Mostly nothing has, and a look costs the writers nothing.
            var (rows, deleted) = (store.Expiring, BatchSize);
            while (deleted == BatchSize && await reads.FirstAsync(rows.Look(Time.GetUtcNow()), static _ => "there", cancellationToken) is not null)
            {
                deleted = await door.WriteSqlAsync(sql => sql.ExecuteAsync(rows.Delete(Time.GetUtcNow(), BatchSize)), cancellationToken);
                total += deleted;
            }
        }

        return total;
    }

    protected override Task RunAsync(CancellationToken stoppingToken) => SweepAsync(stoppingToken);
}
