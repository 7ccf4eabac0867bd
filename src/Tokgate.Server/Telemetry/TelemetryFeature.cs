namespace Tokgate.Server.Telemetry;

/// <summary>Counts always; exports only where an address for it is set, and nothing of OpenTelemetry is even loaded without one.</summary>
internal static class TelemetryFeature
{
    /// <summary>First of all features, so that it is the last to stop: what the others do at their end is exported too.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics().AddSingleton<BrokerMeter>();
        return TelemetrySettings.IsOn(configuration) ? services.AddHostedService<TelemetryHostedService>() : services;
    }

    public static ILoggingBuilder AddTelemetry(this ILoggingBuilder logging, IConfiguration configuration) => TelemetrySettings.IsOn(configuration) ? TelemetryLogs.Add(logging, configuration) : logging;
}
