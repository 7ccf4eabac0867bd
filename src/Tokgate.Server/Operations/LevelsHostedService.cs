using Tokgate.Server.Keys;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Operations;

/// <summary>Reads once a minute, if anybody listens, what has to be counted in the database; what is exported in between is that.</summary>
internal sealed partial class LevelsHostedService(ILevelStore store, SigningKeyRing ring, BrokerMeter meter, TimeProvider time, ILogger<LevelsHostedService> log) : PeriodicHostedService(TimeSpan.FromMinutes(1), time, isDueAtStart: true)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (meter.WantsLevels)
        {
            var keys = await ring.GetAsync(stoppingToken);
            meter.Tell(await store.ReadAsync(stoppingToken) with
            {
                SigningKeys = Enum.GetValues<SigningAlgorithm>().ToDictionary(static algorithm => algorithm.ToString(), algorithm => keys.Active(algorithm).Stored.ActivatesAt, StringComparer.Ordinal),
            });
        }
    }

    [LoggerMessage(3304, LogLevel.Warning, "What is counted in the database could not be read")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
