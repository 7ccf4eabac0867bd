namespace Tokgate.Server.Telemetry;

/// <summary>OpenTelemetry's own variables, as its specification has them; there are none of ours.</summary>
internal static class TelemetrySettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration[Endpoint]) && !configuration.GetValue("OTEL_SDK_DISABLED", false);

    public static string ServiceName(IConfiguration configuration) => configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : "tokgate";
}
