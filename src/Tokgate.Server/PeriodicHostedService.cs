namespace Tokgate.Server;

/// <summary>Something that is done again and again while the broker runs.</summary>
/// <param name="interval">From one time to the next.</param>
/// <param name="time">Whose clock counts.</param>
/// <param name="isDueAtStart">False if the first time is one interval after the start.</param>
internal abstract class PeriodicHostedService(TimeSpan interval, TimeProvider time, bool isDueAtStart = false) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, Time);
        if (isDueAtStart)
        {
            await TryRunAsync(stoppingToken);
        }

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryRunAsync(stoppingToken);
        }
    }

    protected abstract Task RunAsync(CancellationToken stoppingToken);

    /// <summary>Tells the operator that this time did not work, and when the next is.</summary>
    protected abstract void LogFailed(Exception exception);

    private async Task TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // what is late by one interval harms nobody, and stopping the broker would; a time-out is an OperationCanceledException too
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }
}
