using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.TestKit;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>An application on a real port that keeps its sign-ins' tokens in a vault on its own database, and an emulator of its own.</summary>
internal sealed class VaultApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_held = TimeSpan.FromMinutes(1);

    // Refreshes that a test holds must not end by themselves on a busy machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly TempDirectory _directory = new();
    private WebApplication? _app;
    private string? _database;
    private int _arrived;

    private VaultApplication(TikTokEmulator emulator) => Emulator = emulator;

    public static TheoryData<string> Engines => new("SQLite", "PostgreSQL");

    public TikTokEmulator Emulator { get; }

    public ShiftedTime Time { get; } = new();

    public LogCapture Logs { get; } = new();

    public Uri Address => new(_app!.Urls.First()); // started by StartAsync

    public IServiceProvider Services => _app!.Services; // as above

    public TikTokVault Vault => Services.GetRequiredService<TikTokVault>();

    /// <summary>Requests that reached the application.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    public static async Task<VaultApplication> StartAsync(string engine = "SQLite", Action<TikTokVaultOptions>? vault = null, Action<TikTokOptions>? tikTok = null, Action<IServiceCollection>? services = null)
    {
        var application = new VaultApplication(await TikTokEmulator.StartAsync());
        await application.Emulator.PutAsync(
            $"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok" } } });
        await application.Emulator.ConsentAsync("creator_full");
        await application.RunAsync(engine, vault, tikTok, services);
        return application;
    }

    /// <summary>Signs in and gives the page that the application then shows: claims, and saved tokens.</summary>
    public async Task<JsonObject> SignInAsync(BrowserWalker browser)
    {
        var page = await browser.GetAsync(new Uri(Address, "/login"));
        Assert.True(page.Status == HttpStatusCode.OK, page.Body);
        return JsonNode.Parse(page.Body)!.AsObject(); // it is an object
    }

    /// <summary>What the application got of the vault for the person in this browser.</summary>
    public async Task<JsonObject> TokenAsync(BrowserWalker browser, string query = "") => JsonNode.Parse((await browser.GetAsync(new Uri(Address, "/token" + query))).Body)!.AsObject(); // as above

    /// <summary>The access token's life is over, here and at the emulator.</summary>
    public Task PassAsync()
    {
        Time.Advance(TimeSpan.FromHours(3));
        return KillTokensAsync();
    }

    /// <summary>The access token's life is over at the emulator, and nobody here knows.</summary>
    public Task KillTokensAsync() => Emulator.AdvanceClockAsync(TimeSpan.FromHours(3));

    /// <summary>The next refresh stays at the emulator, before its effect, until <see cref="ReleaseAsync"/>.</summary>
    public Task HoldAsync() => Emulator.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", delay_ms = (int)s_held.TotalMilliseconds });

    public Task HeldAsync() => Eventually.HoldsAsync(async () => await Emulator.Control.GetStringAsync(new Uri("/_emulator/faults", UriKind.Relative)) is "[]");

    public Task ReleaseAsync() => Emulator.AdvanceClockAsync(s_held);

    /// <summary>How often the emulator was asked to refresh.</summary>
    public async Task<int> RefreshesAsync() => (await Emulator.ReadRequestsAsync()).EnumerateArray().Count(request =>
        request.TryGetProperty("form", out var form) && form.TryGetProperty("grant_type", out var type) && type.GetString() == "refresh_token");

    public async Task<int> RequestsAsync(string path) => (await Emulator.ReadRequestsAsync()).EnumerateArray().Count(request => request.GetProperty("path").GetString() == path);

    /// <summary>Whether the person's authorization still stands at the emulator.</summary>
    public async Task<bool> IsAuthorizedAsync()
    {
        using var all = JsonDocument.Parse(await Emulator.Control.GetStringAsync(new Uri("/_emulator/authorizations", UriKind.Relative)));
        return all.RootElement.GetArrayLength() > 0;
    }

    /// <summary>Every byte of the SQLite database, the ones not yet merged among them.</summary>
    public async Task<byte[]> ReadDatabaseAsync()
    {
        SqliteConnection.ClearAllPools();
        return [.. (await Task.WhenAll(Directory.EnumerateFiles(_directory.Path).Select(file => File.ReadAllBytesAsync(file)))).SelectMany(static bytes => bytes)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Emulator.DisposeAsync();
        Logs.Dispose();
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private async Task RunAsync(string engine, Action<TikTokVaultOptions>? vault, Action<TikTokOptions>? tikTok, Action<IServiceCollection>? services)
    {
        _database = engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : $"Data Source={_directory["application.db"]}";
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDbContext<VaultContext>(options => _ = engine == "PostgreSQL" ? options.UseNpgsql(_database) : options.UseSqlite(_database));
        builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie()
            .AddTikTok(options =>
            {
                options.ClientKey = TikTokEmulator.SandboxClientKey;
                options.ClientSecret = TikTokEmulator.ClientSecret;
                options.Endpoints = TikTokEndpoints.At(Emulator.BaseAddress);
                options.BackchannelTimeout = s_patience;
                options.Events.OnRemoteFailure = WriteFailureAsync;
                tikTok?.Invoke(options);
            });
        builder.Services.AddTikTokVaultStore<VaultContext>();
        builder.Services.AddTikTokVault(options =>
        {
            options.MasterKey = new MasterKeyOf(1);
            vault?.Invoke(options);
        });
        builder.Services.Configure<VaultOptions>(options => (options.ReadWait, options.RefreshDeadline, options.Lease) = (s_patience, s_patience, 2 * s_patience));
        builder.Services.AddHttpClient("tiktok", http => http.BaseAddress = Emulator.BaseAddress).AddTikTokToken(options => options.MaxRateLimitWait = TimeSpan.FromSeconds(5));
        services?.Invoke(builder.Services);

        _app = builder.Build();
        using (var scope = _app.Services.CreateScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<VaultContext>();
            await context.Database.ExecuteSqlRawAsync(context.Database.GenerateCreateScript());
        }

        Map(_app);
        await _app.StartAsync();
    }

    private void Map(WebApplication app)
    {
        app.Use((context, next) =>
        {
            Interlocked.Increment(ref _arrived);
            return next(context);
        });
        app.UseAuthentication();
        app.MapGet("/login", () => Results.Challenge(new() { RedirectUri = "/me" }, [TikTokDefaults.AuthenticationScheme]));
        app.MapGet("/me", (Delegate)MeAsync);
        app.MapGet("/token", (Delegate)AnswerTokenAsync);
        app.MapGet("/rolled-back", (Delegate)RollBackAsync);
        app.MapGet("/disconnect", async (HttpContext context, CancellationToken cancellationToken) => $"{await context.DisconnectTikTokAsync(cancellationToken)}");
        app.MapGet("/profile", async (IHttpClientFactory clients) => await RelayAsync(await clients.CreateClient("tiktok").GetAsync(new Uri("/v2/user/info/?fields=open_id", UriKind.Relative))));
    }

    public static async Task<IResult> RelayAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return Results.Text(await response.Content.ReadAsStringAsync(), "application/json", statusCode: (int)response.StatusCode);
        }
    }

    private static async Task<IResult> MeAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync();
        return session is not { Succeeded: true }
            ? Results.Unauthorized()
            : Results.Text(new JsonObject
            {
                ["grant"] = context.User.FindFirst(TikTokClaimTypes.Grant)?.Value,
                ["tokens"] = session.Properties.GetTokens().Count(),
                ["cookies"] = context.Request.Headers.Cookie.ToString().Length,
            }.ToJsonString());
    }

    private static async Task<IResult> AnswerTokenAsync(HttpContext context, string? scope)
    {
        var request = new TokenRequest { NeededScopes = scope is null ? TikTokScopes.None : TikTokScopes.Parse(scope) };
        return Results.Text(Describe(await context.GetTikTokAccessTokenAsync(request, context.RequestAborted)).ToJsonString());
    }

    private static async Task<IResult> RollBackAsync(HttpContext context, VaultContext database)
    {
        await using var transaction = await database.Database.BeginTransactionAsync();
        database.Notes.Add(new Note { Text = "rolled back" });
        await database.SaveChangesAsync();
        var answer = await context.GetTikTokAccessTokenAsync();
        await transaction.RollbackAsync();
        return Results.Text(Describe(answer).ToJsonString());
    }

    private static JsonObject Describe(TokenAnswer answer) => new()
    {
        ["standing"] = answer.Standing.ToString(),
        ["token"] = answer.AccessToken?.Reveal(),
        ["generation"] = answer.Grant?.Generation,
        ["missing"] = answer.MissingScopes.ToString(),
        ["sign_in"] = answer.IsReauthenticationRequired,
    };

    private static async Task WriteFailureAsync(RemoteFailureContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{(context.Failure as TikTokAuthenticationException)?.ErrorId}"));
        context.HandleResponse();
    }
}
