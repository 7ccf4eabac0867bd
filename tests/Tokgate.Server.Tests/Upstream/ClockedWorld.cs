using System.Net.Http.Json;
using System.Text.Json;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Upstream;

/// <summary>A sign-in world whose clock fires its timers when it is moved: what waits for TikTok ends by the test's hand, however slow the machine is.</summary>
internal sealed class ClockedWorld : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private SignInWorld? world;

    public FakeClock Clock { get; } = new();

    public Broker Broker => World.Broker;

    public TikTokEmulator TikTok => World.TikTok;

    private SignInWorld World => world ?? throw new InvalidOperationException("It was not started.");

    public static async Task<ClockedWorld> StartAsync(params string[] arguments)
    {
        var clocked = new ClockedWorld();
        var tikTok = await TikTokEmulator.StartAsync();
        try
        {
            await tikTok.ConsentAsync("creator_full");
            var app = TokgateServer.Create(new TokgateServerOptions
            {
                Arguments = arguments,
                EnvironmentName = "Development",
                Urls = "http://127.0.0.1:0",
                Issuer = Broker.Issuer,
                DataDirectory = clocked.directory.Path,
                TimeProvider = clocked.Clock,
                Clients = SignInWorld.SignInClients,
                Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
            });
            clocked.world = SignInWorld.Of(await Broker.OfAsync(app, new ManualTime()), tikTok);
            return clocked;
        }
        catch
        {
            await tikTok.DisposeAsync();
            clocked.directory.Dispose();
            throw;
        }
    }

    public Browser NewBrowser() => World.NewBrowser();

    /// <summary>A new browser on its way back from TikTok.</summary>
    public static async Task<string> CallbackOfAsync(Browser browser) =>
        (await browser.GoUntilAsync(SignInWorld.Authorize(), static address => address.AbsolutePath == "/login/callback")).PathAndQuery;

    public Task FaultAsync(string endpoint, string kind, int count = 1) => TikTok.PostAsync("/_emulator/faults", new { endpoint, kind, count, status = kind == "status" ? 503 : (int?)null });

    /// <summary>Until TikTok has taken every request that it is to spoil.</summary>
    public Task FaultsTakenAsync() => Eventually.HoldsAsync(async () => (await TikTok.Control.GetFromJsonAsync<JsonElement>("/_emulator/faults")).GetArrayLength() == 0);

    public async Task<int> TokenRequestsAsync() =>
        (await TikTok.ReadRequestsAsync()).EnumerateArray().Count(static request => request.GetProperty("path").GetString() == "/v2/oauth/token/");

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        directory.Dispose();
    }
}
