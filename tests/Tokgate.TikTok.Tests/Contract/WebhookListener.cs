using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>An application's webhook address, on Kestrel: keeps what came, raw, and answers as it is told.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly WebApplication _application;

    private WebhookListener()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.MapPost("/webhooks/tiktok", TakeAsync);
    }

    /// <summary>The statuses of the answers to come; 200 when there are none left.</summary>
    public Queue<int> Answers { get; } = new();

    public string Address => _application.Urls.Single() + "/webhooks/tiktok";

    public static async Task<WebhookListener> StartAsync()
    {
        var listener = new WebhookListener();
        await listener._application.StartAsync();
        return listener;
    }

    public async Task<Delivery> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _deliveries.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        await context.Response.CompleteAsync();
        await _deliveries.Writer.WriteAsync(new Delivery(body.ToArray(), context.Request.Headers[TikTokWebhook.SignatureHeader]));
    }

    internal sealed record Delivery(byte[] Body, string? Signature);
}
