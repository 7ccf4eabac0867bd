using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>An operator's server that is told what happens: each path is a receiver, which answers as told and remembers what came.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Channel<Message>> inboxes = new();
    private readonly ConcurrentDictionary<string, HttpStatusCode> answers = new();
    private readonly WebApplication application;

    private WebhookSink(WebApplication application) => this.application = application;

    public static async Task<WebhookSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var sink = new WebhookSink(application);
        application.MapPost("/{receiver}", sink.ReceiveAsync);
        await application.StartAsync();
        return sink;
    }

    public string At(string receiver) => new Uri(new Uri(application.Urls.Single()), receiver).AbsoluteUri;

    public void Answer(string receiver, HttpStatusCode status) => answers[receiver] = status;

    public async Task<Message> NextAsync(string receiver) => await Inbox(receiver).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next of this type, whatever came before it.</summary>
    public Task<Message> NextAsync(string receiver, string type) => NextAsync(receiver, message => message.Type == type);

    public async Task<Message> NextAsync(string receiver, Func<Message, bool> which)
    {
        while (true)
        {
            if (await NextAsync(receiver) is var message && which(message))
            {
                return message;
            }
        }
    }

    public bool HasMore(string receiver) => Inbox(receiver).Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private Channel<Message> Inbox(string receiver) => inboxes.GetOrAdd(receiver, _ => Channel.CreateUnbounded<Message>());

    private async Task ReceiveAsync(HttpContext context, string receiver)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = (int)answers.GetValueOrDefault(receiver, HttpStatusCode.NoContent);
        await Inbox(receiver).Writer.WriteAsync(new Message(body, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())));
    }

    internal sealed record Message(string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string Id => Headers["webhook-id"];

        public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;

        public string? Type => Json.GetProperty("type").GetString();

        public string? Of(string member) => Json.GetProperty("data").TryGetProperty(member, out var value) ? value.GetString() : null;
    }
}
