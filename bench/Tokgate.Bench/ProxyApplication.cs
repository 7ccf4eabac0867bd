using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Server;

namespace Tokgate.Bench;

/// <summary>What is measured by <see cref="ProxyBench"/>: the token proxy, the least that forwards at all, and something constant behind both.</summary>
internal static class ProxyApplication
{
    private static readonly byte[] Answer =
        """{"access_token":"act.example12345Example12345Example!5033.u1","expires_in":7200,"open_id":"-000AbCdEfGhIjKlMnOpQrStUvWxYz01234567","refresh_expires_in":15552000,"refresh_token":"rft.example12345Example12345Example!5042.u1","scope":"user.info.basic,user.info.profile","token_type":"Bearer"}"""u8.ToArray();

    public static Task ServeAnswerAsync() => ServeAsync(app => app.MapPost("/v2/oauth/token/", static async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }));

    public static async Task ServeForwarderAsync(string upstream)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var target = new Uri(upstream + "v2/oauth/token/");
        await ServeAsync(app => app.MapPost("/proxy/token", async context =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StreamContent(context.Request.Body) };
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!); // the load sends one
            request.Content.Headers.ContentLength = context.Request.ContentLength;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }));
    }

    public static async Task ServeProxyAsync(string upstream)
    {
        TokgateServer.PrepareProxyProcess(); // as the program does
        await using var app = TokgateServer.CreateProxy(new TokgateServerOptions
        {
            EnvironmentName = "Benchmark", // Production refuses an address that is not TikTok's
            Urls = "http://127.0.0.1:0",
            LogLevel = LogLevel.Warning,
            Arguments = [$"--Tokgate:Proxy:Clients:0:ClientKey={BenchApplication.ProxiedKey}", $"--Tokgate:Proxy:Clients:0:ClientSecret={BenchApplication.ProxiedSecret}", $"--Tokgate:Proxy:Clients:0:Address={upstream}"],
        });
        await app.StartAsync();
        await BenchApplication.AnnounceAndWaitAsync(app.Urls.First() + "/");
    }

    private static async Task ServeAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Benchmark" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        map(app);
        await app.StartAsync();
        await BenchApplication.AnnounceAndWaitAsync(app.Urls.First() + "/");
    }
}
