using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Tokgate.Emulator;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A fresh broker beside an emulator, and its first owner signed in at the dashboard by the one-time link, as a newcomer is.</summary>
public class DashboardFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-dashboard-");
    private TikTokEmulator? _emulator;
    private WebApplication? _broker;
    private string _cookies = "";

    public Chromium Chromium { get; } = new();

    public TikTokEmulator Emulator => _emulator!; // xunit has called InitializeAsync

    public WebApplication Broker => _broker!; // as above

    public Uri Issuer { get; } = new($"http://localhost:{FreePort.Next()}");

    public async Task InitializeAsync()
    {
        var emulator = new TikTokEmulatorOptions();
        emulator.PlaygroundCallbacks.Add(At("/login/callback"));
        _emulator = await TikTokEmulator.StartAsync(emulator);
        _broker = TokgateServer.Create(Options());
        await _broker.StartAsync();
        await Chromium.InitializeAsync();
        var page = await Chromium.NewPageAsync();
        await page.GotoAsync(await TokgateServer.InviteFirstAdministratorAsync(_broker) ?? throw new InvalidOperationException("Somebody administers the fresh broker already."));
        await page.GetByTestId("user-name").FillAsync("owner");
        await page.GetByTestId("continue").ClickAsync();
        await page.GetByTestId("nav-overview").WaitForAsync();
        _cookies = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A browser of its own in which the owner is signed in.</summary>
    public Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.StorageState = _cookies;
        return Chromium.NewPageAsync(options);
    }

    /// <summary>Where the broker keeps its files, for who overrides <see cref="Options"/>.</summary>
    protected string DataDirectory => _data.FullName;

    public string At(string path) => new Uri(Issuer, path).AbsoluteUri;

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await _broker!.DisposeAsync(); // as above
        await _emulator!.DisposeAsync(); // as above
        _data.Delete(recursive: true);
    }

    /// <summary>A confidential client <c>shop</c> and the connection <c>tiktok</c> at the emulator's production app.</summary>
    protected virtual TokgateServerOptions Options() => new()
    {
        EnvironmentName = "Development",
        Urls = Issuer.GetLeftPart(UriPartial.Authority),
        Issuer = Issuer.GetLeftPart(UriPartial.Authority),
        DataDirectory = _data.FullName,
        Connections = [new TokgateServerConnection { ClientKey = TikTokEmulator.ProductionClientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = Emulator.BaseAddress }],
        Clients =
        [
            new TokgateServerClient { Id = "shop", Name = "The shop", Secret = "secret-of-the-dashboard-tests-0001", IsFirstParty = true, RedirectUris = ["https://shop.example/cb"] },
        ],
    };
}
