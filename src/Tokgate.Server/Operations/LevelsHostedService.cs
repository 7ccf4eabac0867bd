using Tokgate.Server.Keys;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Operations;

/// <summary>Reads once a minute, if anybody listens, what has to be counted in the database; what is exported in between is that.</summary>
internal sealed partial class LevelsHostedService(ILevelStore store, SigningKeyRing ring, BrokerMeter meter, TimeProvider time, ILogger<LevelsHostedService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
#pragma warning disable CA1031 // the next look may succeed; a gauge that stands still harms nobody, and stopping the broker would
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(log, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (meter.WantsLevels)
        {
            var keys = await ring.GetAsync(cancellationToken);
            meter.Tell(await store.ReadAsync(cancellationToken) with
            {
                SigningKeys = Enum.GetValues<SigningAlgorithm>().ToDictionary(static algorithm => algorithm.ToString(), algorithm => keys.Active(algorithm).Stored.ActivatesAt, StringComparer.Ordinal),
            });
        }
    }

    [LoggerMessage(3304, LogLevel.Warning, "What is counted in the database could not be read")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
