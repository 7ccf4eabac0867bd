using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Diagnosis;

/// <summary>A broker on the machine's own time beside an emulator in which something can be broken, and what its operator reads of it.</summary>
internal sealed class FailureWorld : IAsyncDisposable
{
    private readonly TempDirectory directory = new();
    private SignInWorld? world;
    private ManagementWorld? api;

    public ShiftedTime Clock { get; } = new();

    public Broker Broker => World.Broker;

    public TikTokEmulator TikTok => World.TikTok;

    public ManagementWorld Api => api ?? throw new InvalidOperationException("It was not started.");

    private SignInWorld World => world ?? throw new InvalidOperationException("It was not started.");

    public static async Task<FailureWorld> StartAsync()
    {
        var failures = new FailureWorld();
        var tikTok = await TikTokEmulator.StartAsync();
        try
        {
            await tikTok.ConsentAsync("creator_full");
            var app = TokgateServer.Create(new TokgateServerOptions
            {
                EnvironmentName = "Development",
                Urls = "http://127.0.0.1:0",
                Issuer = Broker.Issuer,
                DataDirectory = failures.directory.Path,
                TimeProvider = failures.Clock,
                Clients = [.. SignInWorld.SignInClients, ManagementWorld.AdministratorClient],
                Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
            });
            failures.world = SignInWorld.Of(await Broker.OfAsync(app, new ManualTime()), tikTok);
            failures.api = ManagementWorld.Of(failures.Broker);
            return failures;
        }
        catch
        {
            await tikTok.DisposeAsync();
            failures.directory.Dispose();
            throw;
        }
    }

    public Browser NewBrowser() => World.NewBrowser();

    public Task ChangeAppAsync(object change) => TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", change);

    public Task BreakAsync(object fault) => TikTok.PostAsync("/_emulator/faults", fault);

    /// <summary>A sign-in as far as it gets.</summary>
    public async Task<Answer> SignInAsync()
    {
        using var browser = NewBrowser();
        return await browser.GoAsync(SignInWorld.Authorize());
    }

    public async Task<int> WebhookAsync(string secret)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var body = $$"""{"client_key":"{{TikTokEmulator.ProductionClientKey}}","event":"video.publish.completed","create_time":{{at}},"user_openid":"open-1","content":"{}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/tiktok/tiktok") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("TikTok-Signature", $"t={at},s={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}")))}");
        using var answer = await Broker.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>The last of its kind in the trail, as the management API tells it.</summary>
    public async Task<JsonElement> LoggedAsync(string audited)
    {
        await Broker.AuditAsync();
        var answer = await Api.CallAsync("GET", $"logs?per_page=1&q=event:{audited}");
        Assert.True(answer.Status == 200 && answer.Json.GetArrayLength() == 1, answer.Body);
        return answer.Json[0].GetProperty("details");
    }

    public async Task<IReadOnlyList<(string Check, string Level, string Message)>> DiagnoseAsync()
    {
        var id = (await Api.CallAsync("GET", "connections?name=tiktok")).Json[0].GetProperty("id").GetString();
        var answer = await Api.CallAsync("GET", $"connections/{id}/diagnosis");
        Assert.True(answer.Status == 200, answer.Body);
        Assert.DoesNotContain(TikTokEmulator.ClientSecret, answer.Body, StringComparison.Ordinal);
        return [.. answer.Json.GetProperty("findings").EnumerateArray().Select(static finding => (finding.GetProperty("check").GetString()!, finding.GetProperty("level").GetString()!, finding.GetProperty("message").GetString()!))]; // the schema says so
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        directory.Dispose();
    }
}
