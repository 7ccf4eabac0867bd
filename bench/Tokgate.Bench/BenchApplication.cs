using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server;
using Tokgate.TikTok;

namespace Tokgate.Bench;

/// <summary>The programs that are measured. Each prints its address and serves until its input closes.</summary>
internal static class BenchApplication
{
    public const string ClientKey = "awbenchapplication";
    public const string ClientSecretText = "bench-secret-not-for-production";

    public const string BrokerAddress = "http://localhost:6081";
    public const string ManagementAddress = "http://localhost:6082";
    public const string BrokerClient = "bench";
    public const string BrokerMachine = "bench-machine";
    public const string ProxiedKey = "awbenchproxied0001";
    public const string ProxiedSecret = "secret-of-the-app-in-the-benchmark";
    public const string ProxiedRefreshToken = "rft.example12345Example12345Example.5042.u1";
    public const string Redirect = "http://localhost:5080/callback";
    public const string BrokerClientSecret = "bench-broker-secret-not-for-production";

    public static async Task ServeEmulatorAsync(params string[] callbacks)
    {
        var options = new TikTokEmulatorOptions();
        foreach (var callback in callbacks)
        {
            options.PlaygroundCallbacks.Add(callback);
        }

        await using var emulator = await TikTokEmulator.StartAsync(options);
        await AnnounceAndWaitAsync(emulator.BaseAddress.AbsoluteUri);
    }

    public static async Task ServeAsync(string role, string emulator)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        if (role == "tokgate")
        {
            authentication.AddTikTok("TikTok", options =>
            {
                options.ClientKey = ClientKey;
                options.ClientSecret = ClientSecretText;
                options.Endpoints = TikTokEndpoints.At(new Uri(emulator));
            });
        }
        else
        {
            authentication.AddOAuth<OAuthOptions, HandWrittenTikTokHandler>("TikTok", options =>
            {
                options.ClientId = ClientKey;
                options.ClientSecret = ClientSecretText;
                options.CallbackPath = "/signin-tiktok";
                options.AuthorizationEndpoint = emulator + "v2/auth/authorize/";
                options.TokenEndpoint = emulator + "v2/oauth/token/";
                options.UserInformationEndpoint = emulator + "v2/user/info/";
                options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            });
        }

        await using var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/login", static () => Results.Challenge(new AuthenticationProperties { RedirectUri = "/" }, ["TikTok"]));
        await app.StartAsync();
        await AnnounceAndWaitAsync(app.Urls.First() + "/");
    }

    /// <summary>A broker that is managed and that nobody signs in to.</summary>
    public static async Task ServeManagementAsync(string database)
    {
        var data = await BrokerDirectory.CreateAsync();
        await using var broker = TokgateServer.Create(new TokgateServerOptions
        {
            Arguments = ["--Tokgate:Limits:Client:PerSecond=0", "--Tokgate:Limits:BackChannel:PerSecond=0"],
            EnvironmentName = "Benchmark",
            Migrate = true,
            Urls = ManagementAddress,
            Issuer = ManagementAddress,
            DataDirectory = data.FullName,
            Database = database,
            LogLevel = LogLevel.Warning,
            Clients = [new TokgateServerClient { Id = BrokerMachine, Secret = BrokerClientSecret, IsMachine = true, IsAdministrator = true }],
        });
        await broker.StartAsync();

        // The link by which its first owner comes in.
        await AnnounceAndWaitAsync(await TokgateServer.InviteFirstAdministratorAsync(broker) ?? throw new InvalidOperationException("Somebody administers the empty broker."));
        data.Delete(recursive: true);
    }

    public static async Task ServeBrokerAsync(string emulator, string? database = null)
    {
        var data = await BrokerDirectory.CreateAsync();
        await using var broker = TokgateServer.Create(new TokgateServerOptions
        {
            // One machine plays a whole world of people and applications here. The limits count as they always do, and are never reached.
            Arguments = [.. new[] { "Browser", "BackChannel", "Client", "User" }.SelectMany(static limit => new[] { $"--Tokgate:Limits:{limit}:PerSecond=1000000", $"--Tokgate:Limits:{limit}:Burst=1000000" })],
            EnvironmentName = "Benchmark", // Production refuses the emulator; nothing else of Development is wanted here
            Migrate = true,
            Urls = BrokerAddress,
            Issuer = BrokerAddress,
            DataDirectory = data.FullName,
            Database = database,
            LogLevel = LogLevel.Warning,
            Connections =
            [
                new TokgateServerConnection
                {
                    ClientKey = TikTokEmulator.ProductionClientKey,
                    ClientSecret = TikTokEmulator.ClientSecret,
                    Address = new Uri(emulator),
                },
            ],
            Clients =
            [
                new TokgateServerClient { Id = BrokerClient, Secret = BrokerClientSecret, IsFirstParty = true, RedirectUris = [Redirect], MayReadTikTokTokens = true },
                new TokgateServerClient
                {
                    Id = BrokerMachine,
                    Secret = BrokerClientSecret,
                    IsMachine = true,
                    Audiences = new Dictionary<string, IReadOnlyList<string>> { ["https://api.example"] = ["read"] },
                },
            ],
        });
        UpstreamTimes.Add(broker);
        await broker.StartAsync();
        await AnnounceAndWaitAsync(BrokerAddress + "/");
        data.Delete(recursive: true);
    }

    /// <summary>The address is the first line; the end of the input is the end.</summary>
    public static async Task AnnounceAndWaitAsync(string address)
    {
        await Console.Out.WriteLineAsync(address);
        await Console.In.ReadLineAsync();
    }
}
