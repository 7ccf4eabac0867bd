namespace Tokgate.Server.Webhooks;

/// <summary>Learns what other nodes have changed about the receivers.</summary>
internal sealed partial class ReceiverHostedService(ReceiverDirectory directory, TimeProvider time, ILogger<ReceiverHostedService> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await directory.RefreshAsync(stoppingToken);
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
