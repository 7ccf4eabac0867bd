using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Tokgate.Emulator;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>A broker with everything that makes it show a page: two connections to choose from, and an application of others that needs consent.</summary>
public sealed class HostedPagesFixture : IAsyncLifetime
{
    public const string Stranger = "stranger";
    public const string StrangerCallback = "https://stranger.example/cb";

    public const string Television = "television";
    public const string Desktop = "desktop";
    public const string Phone = "phone";
    public const string PhoneLink = "https://shop.example/tiktok/return";
    public const string OwnPeople = "own-people";
    public const string OwnPeopleSecret = "secret-of-the-tests-0004";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-pages-");
    private readonly Stack<IAsyncDisposable> _started = new();
    private TikTokEmulator? _tikTok;

    public const string Eastern = "eastern";
    public const string EasternSecret = "secret-of-the-tests-0005";
    public const string EasternCallback = "https://eastern.example/callback";

    public Chromium Chromium { get; } = new();

    public Uri Issuer { get; } = new($"http://localhost:{FreePort.Next()}");

    /// <summary>Where an application with people of its own wants the browser back.</summary>
    public string ConnectedUri { get; } = $"http://127.0.0.1:{FreePort.Next()}/connected";

    public TikTokEmulator TikTok => _tikTok ?? throw new InvalidOperationException("xunit has not started it.");

    /// <summary>The source of axe-core, as published: the rules of WCAG that a program can check.</summary>
    public string Axe { get; } = PeerFiles.Read("axe-core", "axe.min.js");

    public async Task InitializeAsync()
    {
        var options = new TikTokEmulatorOptions();
        options.PlaygroundCallbacks.Add(new Uri(Issuer, "/login/callback").AbsoluteUri);
        options.PlaygroundCallbacks.Add(new Uri(Issuer, "/login/callback/business").AbsoluteUri);
        var emulator = await TikTokEmulator.StartAsync(options);
        _tikTok = emulator;
        _started.Push(emulator);
        using var control = new HttpClient { BaseAddress = emulator.BaseAddress };
        using var consent = await control.PutAsJsonAsync("/_emulator/consent", new { mode = "auto", user = "creator_full" });
        consent.EnsureSuccessStatusCode();

        var broker = CreateBroker(emulator.BaseAddress);
        _started.Push(broker);
        await broker.StartAsync();
        await Chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        while (_started.TryPop(out var program))
        {
            await program.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    /// <summary>An authorization request of the application of others.</summary>
    public string Authorize(string more = "") => new Uri(
        Issuer, $"/authorize?client_id={Stranger}&redirect_uri={Uri.EscapeDataString(StrangerCallback)}&response_type=code&scope=openid+profile+user.info.stats+offline_access&state=x{more}").AbsoluteUri;

    private WebApplication CreateBroker(Uri emulator) => TokgateServer.Create(new TokgateServerOptions
    {
        EnvironmentName = "Development",
        Urls = Issuer.GetLeftPart(UriPartial.Authority),
        Issuer = Issuer.GetLeftPart(UriPartial.Authority),
        DataDirectory = _data.FullName,
        Connections = [Connection("tiktok", emulator), Connection("business", emulator), Douyin(emulator)],
        Clients =
        [
            new TokgateServerClient
            {
                Id = Stranger,
                Name = "Stranger & Co",
                Secret = "secret-of-the-tests-0003",
                RequiresPkce = false,
                RedirectUris = [StrangerCallback],
                Scopes = ["openid", "profile", "user.info.stats", "offline_access"],
                Connections = ["tiktok", "business"],
            },
            new TokgateServerClient
            {
                Id = Eastern,
                Name = "Shop in two worlds",
                Secret = EasternSecret,
                IsFirstParty = true,
                RequiresPkce = false,
                RedirectUris = [EasternCallback],
                Connections = ["douyin", "tiktok"],
            },
            new TokgateServerClient
            {
                Id = OwnPeople,
                Name = "Shop with people of its own",
                Secret = OwnPeopleSecret,
                RequiresPkce = false,
                RedirectUris = [ConnectedUri],
                Connections = ["tiktok", "business"],
                Audiences = new Dictionary<string, IReadOnlyList<string>> { [new Uri(Issuer, "/me/").AbsoluteUri] = ["create:me:connected_accounts", "read:me:connected_accounts"] },
            },
            new TokgateServerClient { Id = Television, IsPublic = true, IsFirstParty = true, ShowsQrCodes = true, Connections = ["tiktok"] },
            new TokgateServerClient { Id = Desktop, IsPublic = true, IsNative = true, IsFirstParty = true, RedirectUris = ["http://127.0.0.1/callback"], Connections = ["tiktok"] },
            new TokgateServerClient { Id = Phone, IsPublic = true, IsFirstParty = true, HandsOverTikTokCodes = true, RedirectUris = [PhoneLink], Connections = ["tiktok"] },
        ],
    });

    private static TokgateServerConnection Douyin(Uri emulator) => new()
    {
        Name = "douyin",
        IsDouyin = true,
        ClientKey = TikTokEmulator.DouyinClientKey,
        ClientSecret = TikTokEmulator.ClientSecret,
        Address = emulator,
        ApprovedScopes = ["user_info"],
        Scopes = ["user_info"],
    };

    private static TokgateServerConnection Connection(string name, Uri emulator) => new()
    {
        Name = name,
        ClientKey = TikTokEmulator.ProductionClientKey,
        ClientSecret = TikTokEmulator.ClientSecret,
        Address = emulator,
        ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats"],
        OffersQrCode = true,
        IsActiveForConnectedAccounts = true,
    };
}
