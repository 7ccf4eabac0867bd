using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>A relying party's server that is called from behind: each path is a client, which answers as told and remembers what came.</summary>
internal sealed class LogoutReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Channel<IReadOnlyDictionary<string, string>>> inboxes = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> answers = new();
    private readonly WebApplication application;

    private LogoutReceiver(WebApplication application) => this.application = application;

    public Uri Address => new(application.Urls.Single());

    public static async Task<LogoutReceiver> StartAsync(string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add($"http://{address}:0");
        var receiver = new LogoutReceiver(application);
        application.MapPost("/{client}", receiver.ReceiveAsync);
        await application.StartAsync();
        return receiver;
    }

    public string At(string client) => new Uri(Address, client).AbsoluteUri;

    public void Answer(string client, HttpStatusCode status) => Answer(client, context =>
    {
        context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    });

    public void Answer(string client, Func<HttpContext, Task> answer) => answers[client] = answer;

    /// <summary>The next form that this client got.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NextAsync(string client) => await Inbox(client).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<string> NextTokenAsync(string client) => (await NextAsync(client))["logout_token"];

    public bool HasMore(string client) => Inbox(client).Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private Channel<IReadOnlyDictionary<string, string>> Inbox(string client) => inboxes.GetOrAdd(client, _ => Channel.CreateUnbounded<IReadOnlyDictionary<string, string>>());

    private async Task ReceiveAsync(HttpContext context, string client)
    {
        var form = await context.Request.ReadFormAsync();
        await Inbox(client).Writer.WriteAsync(form.ToDictionary(field => field.Key, field => field.Value.ToString()));
        if (answers.TryGetValue(client, out var answer))
        {
            await answer(context);
        }
    }
}
