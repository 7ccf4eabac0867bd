using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.TestKit;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Tests;

/// <summary>An application of a few lines on a real port, signing in against an emulator of its own.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    public const string ClientKey = "awtestapplication1";
    public const string ClientSecretText = "canary-secret-of-the-test-application-01";

    private readonly TikTokEmulator _emulator;
    private readonly WebApplication _app;

    private TestApplication(TikTokEmulator emulator, WebApplication app, LogCapture logs)
    {
        _emulator = emulator;
        _app = app;
        Logs = logs;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public TikTokEmulator Control => _emulator;

    public LogCapture Logs { get; }

    public FakeClock Clock { get; private init; } = new();

    public static async Task<TestApplication> StartAsync(Action<TikTokOptions>? configure = null, params string[] scopes)
    {
        var emulator = await TikTokEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/apps", new
        {
            client_key = ClientKey,
            client_secret = ClientSecretText,
            status = "approved",
            scopes = new[] { "user.info.basic", "user.info.profile", "user.info.stats", "video.list" },
            platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok", "http://127.0.0.1:*/signin-second" } },
        });
        await emulator.ConsentAsync("creator_full");

        var clock = new FakeClock(TimeProvider.System.GetUtcNow()); // cookie containers drop cookies by the real clock
        var logs = new LogCapture();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddTikTok(options => Configure(options, emulator.BaseAddress, clock, scopes, configure))
            .AddTikTok("Second", options =>
            {
                Configure(options, emulator.BaseAddress, clock, scopes, configure: null);
                options.CallbackPath = "/signin-second";
            });
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/login", Login);
        app.MapGet("/login-as-https", LoginBehindProxy);
        app.MapGet("/me", (Delegate)MeAsync);
        app.MapGet("/denied", () => "denied");
        await app.StartAsync();
        return new TestApplication(emulator, app, logs) { Clock = clock };
    }

    /// <summary>Walks from the application's sign-in link to wherever it ends.</summary>
    public Task<BrowserPage> SignInAsync(BrowserWalker browser, string query = "") => browser.GetAsync(new Uri(Address, "/login" + query));

    /// <summary>Walks from the sign-in link to the callback, and does not open it.</summary>
    public Task<Uri> CallbackOfAsync(BrowserWalker browser, string query = "")
        => browser.FollowUntilAsync(new Uri(Address, "/login" + query), address => address.AbsolutePath.StartsWith("/signin-", StringComparison.Ordinal));

    /// <summary>Where the sign-in link sends the browser.</summary>
    public async Task<Uri> ChallengeAsync(string query = "")
    {
        using var browser = new BrowserWalker();
        using var response = await browser.StepAsync(new Uri(Address, "/login" + query));
        return response.Headers.Location ?? throw new InvalidOperationException($"No redirect: {await response.Content.ReadAsStringAsync()}");
    }

    public async Task<bool> IsSignedInAsync(BrowserWalker browser) => (await browser.GetAsync(new Uri(Address, "/me"))).Status == HttpStatusCode.OK;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _emulator.DisposeAsync();
        Logs.Dispose();
    }

    private static void Configure(TikTokOptions options, Uri emulator, TimeProvider clock, string[] scopes, Action<TikTokOptions>? configure)
    {
        options.ClientKey = ClientKey;
        options.ClientSecret = ClientSecretText;
        options.Endpoints = TikTokEndpoints.At(emulator);
        options.TimeProvider = clock;
        options.AccessDeniedPath = "/denied";
        foreach (var scope in scopes)
        {
            options.Scope.Add(scope);
        }

        options.Events.OnRemoteFailure = WriteFailureAsync;
        configure?.Invoke(options);
    }

    private static IResult Login(string? scheme, string? prompt, bool? disable, string? lang, string? scope)
    {
        var properties = new TikTokChallengeProperties { RedirectUri = "/me", Prompt = prompt, DisableAutoAuth = disable, Language = lang };
        if (scope is not null)
        {
            properties.SetScope(scope);
        }

        return Results.Challenge(properties, [scheme ?? TikTokDefaults.AuthenticationScheme]);
    }

    private static IResult LoginBehindProxy(HttpContext context)
    {
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("app.example");
        return Results.Challenge(authenticationSchemes: [TikTokDefaults.AuthenticationScheme]);
    }

    private static async Task<IResult> MeAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync();
        if (session is not { Succeeded: true })
        {
            return Results.Unauthorized();
        }

        var claims = new JsonObject();
        foreach (var group in session.Principal.Claims.GroupBy(claim => claim.Type))
        {
            claims[group.Key] = new JsonArray([.. group.Select(claim => (JsonNode)claim.Value)]);
        }

        var tokens = new JsonObject();
        foreach (var token in session.Properties.GetTokens())
        {
            tokens[token.Name] = token.Value;
        }

        return Results.Text(new JsonObject { ["claims"] = claims, ["tokens"] = tokens }.ToJsonString(), "application/json");
    }

    private static async Task WriteFailureAsync(RemoteFailureContext context)
    {
        var failure = context.Failure as TikTokAuthenticationException;
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{failure?.ErrorId}|{failure?.Error?.Code}|{failure?.Error?.LogId}|{failure?.Message ?? context.Failure?.ToString()}"));
        context.HandleResponse();
    }
}
