using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

/// <summary>Another proxy for the same app, which has seen none of the first one's tokens.</summary>
internal sealed class SecondProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;

    private SecondProxy(WebApplication app)
    {
        this.app = app;
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static async Task<SecondProxy> StartAsync(Uri tikTok)
    {
        var app = TokgateServer.CreateProxy(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = "http://127.0.0.1:0",
            Arguments = [$"--Tokgate:Proxy:Clients:0:ClientKey={ProxyWorld.Key}", $"--Tokgate:Proxy:Clients:0:Address={tikTok}", $"--Tokgate:Proxy:Clients:0:ClientSecret={ProxyWorld.Secret}"],
        });
        await app.StartAsync();
        return new SecondProxy(app);
    }

    public async Task<Answer> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/proxy/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await http.SendAsync(request));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
