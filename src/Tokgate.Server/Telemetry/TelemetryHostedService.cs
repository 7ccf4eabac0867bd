using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Tokgate.Server.Telemetry;

/// <summary>Traces and metrics by OTLP, from the host's start to its end. There is no instrumentation library: the framework and the driver speak for themselves.</summary>
internal sealed class TelemetryHostedService(IConfiguration configuration) : IHostedService, IDisposable
{
    // All that listens to our meters here, and nothing that a stranger's library may bring.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Tokgate.Vault"];
    private static readonly string[] Meters =
        [BrokerMeter.Name, "Tokgate.Vault", "Tokgate.TikTok", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    private TracerProvider? traces;
    private MeterProvider? metrics;

    public static string? Version { get; } = typeof(TelemetryHostedService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration)) // or it would read the environment alone
            .ConfigureResource(Name)
            .SetSampler(TraceSampler.Of(configuration))
            .AddSource(Sources)
            .AddProcessor(new TracePrivacy()) // before the exporter, which takes what it finds
            .AddOtlpExporter()
            .Build();
        metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Name)
            .AddMeter(Meters)
            .AddView(static instrument => MetricPrivacy.Of(instrument))
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    // Flushes what is left, for as long as the exporter's own time-out.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None).WaitAsync(cancellationToken);

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private void Name(ResourceBuilder resource) => resource.AddService(TelemetrySettings.ServiceName(configuration), serviceVersion: Version);
}
