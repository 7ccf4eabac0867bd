using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Tokgate.Server.Telemetry;

/// <summary>Logs by OTLP: the same lines, at the same levels, as on the console.</summary>
internal static class TelemetryLogs
{
    public static ILoggingBuilder Add(ILoggingBuilder logging, IConfiguration configuration) => logging.AddOpenTelemetry(options =>
    {
        // Scopes hold what the framework puts there, among it the path of the request.
        options.IncludeScopes = false;
        options.IncludeFormattedMessage = true;
        options.SetResourceBuilder(ResourceBuilder.CreateDefault().AddService(TelemetrySettings.ServiceName(configuration), serviceVersion: TelemetryHostedService.Version));
        options.AddOtlpExporter();
    });
}
