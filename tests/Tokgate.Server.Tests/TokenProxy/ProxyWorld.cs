using System.Net.Http.Headers;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.TokenProxy;

namespace Tokgate.Server.Tests.TokenProxy;

/// <summary>The token proxy alone, before an emulator in which somebody agrees to everything at once.</summary>
public sealed class ProxyWorld : IAsyncDisposable
{
    public const string Key = "awproxytests00001";
    public const string Secret = "secret-of-the-app-at-tiktok-0001";
    public const string CallerSecret = "what-callers-of-the-proxy-say-0001";
    public const string Callback = "https://app.example/callback";
    public const string Loopback = "http://127.0.0.1:3000/callback";

    private readonly WebApplication app;

    private ProxyWorld(WebApplication app, TikTokEmulator tikTok, LogCapture log)
    {
        (this.app, TikTok, Log) = (app, tikTok, log);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public TikTokEmulator TikTok { get; }

    public LogCapture Log { get; }

    public HttpClient Http { get; }

    public static Task<ProxyWorld> StartAsync(params string[] client) => StartAsync([], client);

    /// <param name="arguments">Of the program.</param>
    /// <param name="client">Of the app's entry, beside key and address.</param>
    public static async Task<ProxyWorld> StartAsync(string[] arguments, string[] client)
    {
        var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.PostAsync("/_emulator/apps", new
        {
            client_key = Key,
            client_secret = Secret,
            platforms = new { web = new[] { Callback }, desktop = new[] { "http://127.0.0.1:*/callback" } },
            scopes = new[] { "user.info.basic", "user.info.profile", "user.info.stats" },
            status = "approved",
        });
        await tikTok.ConsentAsync("creator_full");
        var log = new LogCapture();
        var app = ProxyServer.Create(
            new TokgateServerOptions
            {
                EnvironmentName = "Development",
                Urls = "http://127.0.0.1:0",
                Arguments = [.. arguments, $"--Tokgate:Proxy:Clients:0:ClientKey={Key}", $"--Tokgate:Proxy:Clients:0:Address={tikTok.BaseAddress}", .. client.Select(static setting => $"--Tokgate:Proxy:Clients:0:{setting}")],
            },
            builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter<LogCapture>(null, LogLevel.Trace));
        await app.StartAsync();
        return new ProxyWorld(app, tikTok, log);
    }

    /// <summary>What the browser is sent back with; without a challenge none is sent.</summary>
    public async Task<string> CodeAsync(string redirectUri = Callback, string scope = "user.info.basic user.info.profile", string? challenge = null)
    {
        var query = $"?client_id={Key}&response_type=code&state=s&redirect_uri={Uri.EscapeDataString(redirectUri)}&scope={Uri.EscapeDataString(scope)}{(challenge is null ? "" : $"&code_challenge={challenge}&code_challenge_method=S256")}";
        var sent = await Http.GetAsync("/proxy/authorize" + query);
        Assert.True((int)sent.StatusCode == 302, await sent.Content.ReadAsStringAsync());
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var address = sent.Headers.Location!; // of a redirect
        while (address.AbsolutePath != "/callback")
        {
            var answer = await browser.GetAsync(address);
            address = new Uri(address, answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync()));
        }

        return HttpUtility.ParseQueryString(address.Query)["code"] ?? throw new InvalidOperationException($"No code: {address}");
    }

    public Task<Answer> TokenAsync(params (string Name, string Value)[] form) => PostAsync("/proxy/token", null, form);

    public async Task<Answer> PostAsync(string path, AuthenticationHeaderValue? authorization, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) };
        request.Headers.Authorization = authorization;
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    public async Task<Answer> UserInfoAsync(string token, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/proxy/userinfo" + query);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    /// <summary>A sign-in to its end.</summary>
    public async Task<Answer> SignInAsync(string scope = "user.info.basic user.info.profile") =>
        await TokenAsync(("grant_type", "authorization_code"), ("code", await CodeAsync(scope: scope)), ("redirect_uri", Callback), ("client_id", Key), ("client_secret", Secret));

    /// <summary>What TikTok has got, as paths.</summary>
    public async Task<IReadOnlyList<string>> AskedAsync() =>
        [.. (await TikTok.ReadRequestsAsync()).EnumerateArray().Select(static request => request.GetProperty("path").GetString()!)]; // every request has one

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await TikTok.DisposeAsync();
    }
}
