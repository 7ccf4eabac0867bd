using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tokgate.Emulator;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Bench;

/// <summary>
/// A minimal host of the vault library: <c>/token/ID</c> gives a fresh token. Beside it <c>/plain/ID</c>, the same without a vault: one database read, and if the token is
/// over one call by HttpClient and one write. <c>/advance/SECONDS</c> and <c>/warm/MILLISECONDS</c> are for the simulation.
/// </summary>
internal static class VaultApplication
{
    public static async Task ServeAsync(string connectionString, string emulator)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Benchmark" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var clock = new MovedClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddPooledDbContextFactory<VaultContext>(options => options.UseNpgsql(connectionString));
        builder.Services.AddTikTokVaultStore<VaultContext>();
        using var apps = new BenchApps(new Uri(emulator));
        builder.Services.AddSingleton<ITikTokAppSource>(apps);
        builder.Services.AddTikTokVault(new MasterKeyRing(new BenchKey()), static options =>
        {
            options.Warmth.BudgetPerMinute = int.MaxValue;
            options.Warmth.Batch = 500;
            options.Warmth.Parallelism = 32;
        });
        foreach (var hosted in builder.Services.Where(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(VaultHostedService)).ToList())
        {
            builder.Services.Remove(hosted); // background work runs when the simulation says so
        }

        await using var app = builder.Build();
        var vault = app.Services.GetRequiredService<TikTokVault>();
        await vault.CheckKeysAsync();
        app.MapGet("/token/{id}", async Task<IResult> (string id, HttpContext context) =>
            await vault.GetAccessTokenAsync(id, cancellationToken: context.RequestAborted) is { IsActive: true } answer
                ? TypedResults.Text($"{{\"access_token\":\"{answer.AccessToken.Reveal()}\"}}", "application/json")
                : TypedResults.StatusCode(503));
        app.MapGet("/plain/{id}", async Task<IResult> (string id, HttpContext context, IDbContextFactory<VaultContext> contexts) =>
        {
            await using var database = await contexts.CreateDbContextAsync(context.RequestAborted);
            return TypedResults.Text($"{{\"access_token\":\"{await PlainAsync(id, apps, database, context.RequestAborted)}\"}}", "application/json");
        });
        app.MapGet("/advance/{seconds:int}", (int seconds) => clock.Advance(TimeSpan.FromSeconds(seconds)));
        app.MapGet("/warm/{milliseconds:int}", async Task<IResult> (int milliseconds) => TypedResults.Text((await WorkAsync(vault, milliseconds)).ToString(CultureInfo.InvariantCulture)));
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.First() + "/");
        await Console.In.ReadLineAsync();
    }

    private static async Task<string> PlainAsync(string id, BenchApps apps, VaultContext database, CancellationToken cancellationToken)
    {
        var grant = await database.PlainGrants.AsNoTracking().FirstAsync(grant => grant.Id == id, cancellationToken);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (grant.ExpiresAt > now + 60_000)
        {
            return grant.AccessToken;
        }

        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("client_key", TikTokEmulator.SandboxClientKey), KeyValuePair.Create("client_secret", TikTokEmulator.ClientSecret),
            KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", grant.RefreshToken),
        ]);
        using var answer = await apps.Http.PostAsync(new Uri(apps.Address, "v2/oauth/token/"), form, cancellationToken);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var (access, refresh) = (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!); // TikTok gave them
        var expires = now + (tokens.GetProperty("expires_in").GetInt64() * 1000);
        await database.PlainGrants.Where(row => row.Id == id).ExecuteUpdateAsync(
            to => to.SetProperty(row => row.AccessToken, access).SetProperty(row => row.RefreshToken, refresh).SetProperty(row => row.ExpiresAt, expires), cancellationToken);
        return access;
    }

    private static async Task<int> WorkAsync(TikTokVault vault, int milliseconds)
    {
        var began = TimeProvider.System.GetTimestamp();
        var done = 0;
        while (TimeProvider.System.GetElapsedTime(began).TotalMilliseconds < milliseconds)
        {
            var looked = await vault.WorkAsync();
            done += looked;
            if (looked == 0)
            {
                break;
            }
        }

        return done;
    }

    private sealed class BenchApps : ITikTokAppSource, IDisposable
    {
        private readonly TikTokApp _app;

        public BenchApps(Uri address)
        {
            Address = address;
            Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            _app = new TikTokApp(
                new TikTokClient(Http, new TikTokClientOptions { ClientKey = TikTokEmulator.SandboxClientKey, ClientSecret = ClientSecret.From(TikTokEmulator.ClientSecret), Endpoints = TikTokEndpoints.At(address) }),
                "1");
        }

        public Uri Address { get; }

        public HttpClient Http { get; }

        public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) => ValueTask.FromResult<TikTokApp?>(_app);

        public void Dispose() => Http.Dispose();
    }
}
