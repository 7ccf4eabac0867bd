using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Tokgate.Server.Connections;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Telemetry;

/// <summary>What a browser says of its trace, and what ours is, goes to nobody: neither to TikTok nor to whoever is told by webhook.</summary>
public sealed class OutgoingTraceTests
{
    private static readonly string[] Carriers = ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id"];

    [Fact]
    public async Task Calls_to_others_carry_no_trace()
    {
        var heard = new ConcurrentQueue<string>();
        await using var others = await ListenAsync(heard);
        var address = new Uri(others.Urls.Single());
        await using var broker = await Broker.StartAsync(
            connections: [SignInWorld.Connection(address)], arguments: ["--Tokgate:PrivateTargets=127.0.0.1/32:*"]);
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("request").AddBaggage("x", "y").Start();
        activity.TraceStateString = "x=y";
        await Record.ExceptionAsync(() => broker.Get<ConnectionDirectory>().Find("tiktok")!.Live!.Client.GetClientTokenAsync(CancellationToken.None)); // it was given, with its app
        using var content = new StringContent("{}");
        await broker.Get<OutgoingHttp>().PostAsync(new Uri(address, "/hook"), content, CancellationToken.None);
        Assert.Contains(heard, static line => line.StartsWith("/v2/oauth/token/", StringComparison.Ordinal));
        Assert.Contains(heard, static line => line.StartsWith("/hook", StringComparison.Ordinal));
        Assert.All(heard, static line => Assert.DoesNotContain(Carriers, name => line.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<WebApplication> ListenAsync(ConcurrentQueue<string> heard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            heard.Enqueue($"{context.Request.Path} {string.Join(' ', context.Request.Headers.Keys)}");
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
