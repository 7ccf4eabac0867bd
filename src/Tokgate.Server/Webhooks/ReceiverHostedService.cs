namespace Tokgate.Server.Webhooks;

/// <summary>Learns what other nodes have changed about the receivers.</summary>
internal sealed partial class ReceiverHostedService(ReceiverDirectory directory, TimeProvider time, ILogger<ReceiverHostedService> log) : PeriodicHostedService(Interval, time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override Task RunAsync(CancellationToken stoppingToken) => directory.RefreshAsync(stoppingToken);
}
