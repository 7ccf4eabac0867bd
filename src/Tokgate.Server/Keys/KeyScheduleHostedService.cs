namespace Tokgate.Server.Keys;

internal sealed partial class KeyScheduleHostedService(KeyRotation rotation, TimeProvider time, ILogger<KeyScheduleHostedService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await rotation.EnsureAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the schedule has a day's slack; the next tick tries again, and stopping the broker would be worse
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
    }
}
