using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Tokgate.AspNetCore;
using Tokgate.Emulator;
using Tokgate.TikTok;

namespace Tokgate.Playground.Sample;

/// <summary>
/// The application that a reader would write: cookies, <c>AddTikTok()</c> and three pages. It owns no protocol code.
/// </summary>
internal static class SampleApplication
{
    public const string StartPath = "/sign-in";
    public const string RefreshPath = "/refresh";
    public const string SignOutPath = "/sign-out";

    public static WebApplication Build(PlaygroundOptions options, DirectoryInfo keys, Uri emulator)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SampleApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{options.AppPort}"));
        if (options.AppPort == 0)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // warns that the keys of this sample are not encrypted
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is thrown, and told in one line
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3)); // a browser's open connection would hold Ctrl+C for 30 s
        builder.Services.AddSingleton<SignInFailures>();
        builder.Services.AddSingleton(new ContentPolicy(emulator));
        builder.Services.AddDataProtection()
            .SetApplicationName("tokgate-playground-sample")
            .PersistKeysToFileSystem(keys);
        builder.Services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "tokgate.sample.form");
        builder.Services.AddRazorPages().WithRazorPagesRoot("/Sample/Pages");
        AddSignIn(builder.Services, emulator);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseAuthentication();
        app.UseAuthorization();
        SampleAssets.Map(app);
        SampleEndpoints.Map(app);
        app.MapRazorPages();
        return app;
    }

    private static void AddSignIn(IServiceCollection services, Uri emulator)
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
                tikTok.SaveTokens = true;
                tikTok.AccessDeniedPath = "/cancelled";
                tikTok.Events.OnRemoteFailure = OnRemoteFailure;
            });
        services.AddSingleton<SampleSessions>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SampleSessions>(static (cookie, sessions) => cookie.SessionStore = sessions);
        services.AddTikTokClient(client =>
        {
            client.ClientKey = TikTokEmulator.ProductionClientKey;
            client.ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret);
            client.Endpoints = TikTokEndpoints.At(emulator);
        });
    }

    private static Task OnRemoteFailure(RemoteFailureContext context)
    {
        var failures = context.HttpContext.RequestServices.GetRequiredService<SignInFailures>();
        var reference = failures.Add(context.Failure?.InnerException as TikTokAuthenticationException ?? context.Failure as TikTokAuthenticationException);
        context.Response.Redirect($"/failed?reference={reference}");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
