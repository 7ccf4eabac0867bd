using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.Emulator;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>An application that signs in by <c>MapTikTokLogin</c> and has nothing else but pages that say their own address, and an emulator of its own.</summary>
internal sealed class LoginApplication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoginApplication(TikTokEmulator emulator, WebApplication app)
    {
        Emulator = emulator;
        _app = app;
        Address = new Uri(app.Urls.First());
    }

    public TikTokEmulator Emulator { get; }

    public Uri Address { get; }

    public static async Task<LoginApplication> StartAsync(Action<TikTokOptions>? configure = null, string prefix = "/api/auth")
    {
        var emulator = await TikTokEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/apps", new
        {
            client_key = TestApplication.ClientKey,
            client_secret = TestApplication.ClientSecretText,
            status = "approved",
            scopes = new[] { "user.info.basic" },
            platforms = new { desktop = new[] { "http://127.0.0.1:*/api/auth/callback/tiktok", "http://127.0.0.1:*/api/auth/oauth/tiktok/callback", "http://127.0.0.1:*/me/callback/tiktok" } },
        });
        await emulator.ConsentAsync("creator_full");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthorization(static options => options.FallbackPolicy = options.DefaultPolicy);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddTikTok(options =>
            {
                options.ClientKey = TestApplication.ClientKey;
                options.ClientSecret = TestApplication.ClientSecretText;
                options.Endpoints = TikTokEndpoints.At(emulator.BaseAddress);
                configure?.Invoke(options);
            });
        var app = builder.Build();
        app.MapTikTokLogin(prefix);
        app.MapGet("/{**path}", (HttpRequest request) => $"{request.Path}{request.QueryString}").AllowAnonymous();
        await app.StartAsync();
        return new LoginApplication(emulator, app);
    }

    public Uri At(string path) => new(Address, path);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
