namespace Tokgate.Server.Connections;

/// <summary>Learns what other nodes have changed about the connections.</summary>
internal sealed partial class ConnectionHostedService(ConnectionDirectory directory, TimeProvider time, ILogger<ConnectionHostedService> log) : PeriodicHostedService(Interval, time)
{
    /// <summary>Half of the ten seconds that a change may take to arrive: a look that fails has a second chance.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override Task RunAsync(CancellationToken stoppingToken) => directory.RefreshIfChangedAsync(stoppingToken);
}
