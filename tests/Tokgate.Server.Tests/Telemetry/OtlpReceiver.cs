using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokgate.Server.Tests.Telemetry;

/// <summary>A collector that keeps what it is sent by OTLP over HTTP. Text stands in protobuf as it is, so whoever looks for a word finds it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> received = new(StringComparer.Ordinal);

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string[] Arguments => [$"--OTEL_EXPORTER_OTLP_ENDPOINT={app.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Everything of one signal: traces, metrics or logs.</summary>
    public string TextOf(string signal) => string.Join('\n', received.GetValueOrDefault(signal) ?? []);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        received.GetOrAdd((string)context.Request.RouteValues["signal"]!, static _ => []).Enqueue(Encoding.UTF8.GetString(memory.ToArray())); // the route has it
    }
}
