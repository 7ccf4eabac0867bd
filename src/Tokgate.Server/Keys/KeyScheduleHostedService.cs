namespace Tokgate.Server.Keys;

internal sealed partial class KeyScheduleHostedService(KeyRotation rotation, TimeProvider time, ILogger<KeyScheduleHostedService> log) : PeriodicHostedService(TimeSpan.FromMinutes(15), time)
{
    protected override Task RunAsync(CancellationToken stoppingToken) => rotation.EnsureAsync(stoppingToken);
}
