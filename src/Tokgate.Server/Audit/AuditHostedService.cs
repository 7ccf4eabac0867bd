namespace Tokgate.Server.Audit;

/// <summary>Writes what the trail has queued: as much as has gathered in one transaction, and the last of it when the host stops.</summary>
internal sealed partial class AuditHostedService(AuditTrail trail, IAuditStore store, TimeProvider time, ILogger<AuditHostedService> log) : IHostedService, IDisposable
{
    private const int MaxBatch = 200;
    private static readonly TimeSpan BetweenTallies = TimeSpan.FromSeconds(10);

    private ITimer? timer;
    private Task writing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(static trail => ((AuditTrail)trail!).Settle(), trail, BetweenTallies, BetweenTallies); // it was given with the callback
        writing = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    // Requests have ended by now, because the web server is the last to start and the first to stop.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        trail.Complete();
        await writing.WaitAsync(cancellationToken);
    }

    public void Dispose() => timer?.Dispose();

    private async Task RunAsync()
    {
        var events = new List<AuditEvent>(MaxBatch);
        var waiting = new List<TaskCompletionSource>();
        while (await trail.Queue.WaitToReadAsync())
        {
            events.Clear();
            waiting.Clear();
            while (events.Count < MaxBatch && trail.Queue.TryRead(out var entry))
            {
                if (entry.Event is { } audited)
                {
                    events.Add(audited);
                }

                if (entry.Written is { } written)
                {
                    waiting.Add(written);
                }
            }

            await WriteAsync(events);
            waiting.ForEach(static written => written.TrySetResult());
        }
    }

    private async Task WriteAsync(List<AuditEvent> events)
    {
        try
        {
            if (events.Count > 0)
            {
                await store.AddAsync(events, CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // a database that is away must not end the writing for ever; what it cost is told
        catch (Exception exception)
#pragma warning restore CA1031
        {
            trail.Lose(events.Count);
            LogFailed(log, exception);
        }

        if (trail.TakeLost() is > 0 and var lost)
        {
            LogLost(log, lost);
        }
    }
}
