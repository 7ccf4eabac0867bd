using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Tokgate.AspNetCore;
using Tokgate.Emulator;
using Tokgate.Playground.Sample.Broker;
using Tokgate.Playground.Sample.Tokens;
using Tokgate.TikTok;

namespace Tokgate.Playground.Sample;

/// <summary>
/// The application that a reader would write: cookies, <c>AddTikTok()</c>, <c>AddTikTokVault()</c>, the broker as any OpenID Connect provider beside it, and three pages.
/// </summary>
internal static class SampleApplication
{
    public const string StartPath = "/sign-in";
    public const string BrokerStartPath = "/sign-in/broker";
    public const string SignOutPath = "/sign-out";

    public static WebApplication Build(PlaygroundOptions options, DirectoryInfo keys, Uri issuer, Uri emulator)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SampleApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{options.AppPort}"));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // warns that the keys of this sample are not encrypted
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is thrown, and told in one line
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3)); // a browser's open connection would hold Ctrl+C for 30 s
        builder.Services.Configure<Microsoft.AspNetCore.HostFiltering.HostFilteringOptions>(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]); // no rebound names
        builder.Services.AddSingleton<SignInFailures>();
        builder.Services.AddSingleton(new ContentPolicy(emulator));
        builder.Services.AddDataProtection()
            .SetApplicationName("tokgate-playground-sample")
            .PersistKeysToFileSystem(keys);
        builder.Services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "tokgate.sample.form");
        builder.Services.AddRazorPages().WithRazorPagesRoot("/Sample/Pages");
        AddSignIn(builder.Services, issuer, emulator);
        SampleVault.Add(builder.Services, options, emulator);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePagesWithReExecute("/missing");
        app.UseAuthentication();
        app.UseAuthorization();
        SampleAssets.Map(app);
        SampleEndpoints.Map(app);
        TokenEndpoints.Map(app);
        app.MapRazorPages();
        return app;
    }

    private static void AddSignIn(IServiceCollection services, Uri issuer, Uri emulator)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "tokgate.sample.session";
                cookie.LoginPath = "/";
            })
            .AddTikTok(tikTok =>
            {
                tikTok.ClientKey = TikTokEmulator.ProductionClientKey;
                tikTok.ClientSecret = TikTokEmulator.ClientSecret;
                tikTok.Endpoints = TikTokEndpoints.At(emulator);
                tikTok.AccessDeniedPath = "/cancelled";
                tikTok.Events.OnRemoteFailure = OnRemoteFailure;
            })
            .AddBroker(issuer, OnRemoteFailure);
        services.AddSingleton<SampleSessions>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SampleSessions>(static (cookie, sessions) => cookie.SessionStore = sessions);
    }

    private static Task OnRemoteFailure(RemoteFailureContext context)
    {
        var failures = context.HttpContext.RequestServices.GetRequiredService<SignInFailures>();
        var reference = failures.Add(context.Failure?.InnerException as TikTokAuthenticationException ?? context.Failure);
        context.Response.Redirect($"/failed?reference={reference}");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
