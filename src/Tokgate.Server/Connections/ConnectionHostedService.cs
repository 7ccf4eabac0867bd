namespace Tokgate.Server.Connections;

/// <summary>Learns what other nodes have changed about the connections.</summary>
internal sealed partial class ConnectionHostedService(ConnectionDirectory directory, TimeProvider time, ILogger<ConnectionHostedService> log) : BackgroundService
{
    /// <summary>Half of the ten seconds that a change may take to arrive: a look that fails has a second chance.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await directory.RefreshIfChangedAsync(stoppingToken);
            }
#pragma warning disable CA1031 // what was known goes on to hold; the next tick tries again, and stopping the broker would help nobody
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
    }
}
