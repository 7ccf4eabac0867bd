using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>A broker and an emulator on one clock that tell each other of removals, an application that is told of logouts, and an operator's server with two receivers.</summary>
internal sealed class WebhookWorld : IAsyncDisposable
{
    public const string Everything = "everything";
    public const string Removals = "grants-only";
    public const string FormerSecret = "former-client-secret-of-the-tests-0001";
    public const string OtherSecret = "client-secret-of-another-app-0000001";
    public const string OtherApp = "sbawother0000001";
    public const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    public const string FormerKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=";

    private WebhookWorld(SignInWorld world, LogoutReceiver application, WebhookSink sink)
    {
        World = world;
        Application = application;
        Sink = sink;
    }

    public SignInWorld World { get; }

    public Broker Broker => World.Broker;

    public TikTokEmulator TikTok => World.TikTok;

    public LogoutReceiver Application { get; }

    public WebhookSink Sink { get; }

    public static async Task<WebhookWorld> StartAsync(string engine, bool hasOtherApp = false, params string[] arguments)
    {
        var time = new ManualTime();
        var tikTok = await TikTokEmulator.StartAsync(new TikTokEmulatorOptions { TimeProvider = time });
        var application = await LogoutReceiver.StartAsync();
        var sink = await WebhookSink.StartAsync();
        var app = SignInWorld.Connection(tikTok.BaseAddress);
        var broker = await Broker.StartAsync(
            [
                new() { Id = The.Web, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback], BackChannelLogoutUri = application.At(The.Web) },
            ],
            engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null,
            time: time,
            connections:
            [
                new() { ClientKey = app.ClientKey, ClientSecret = app.ClientSecret, FormerClientSecret = FormerSecret, Address = app.Address, ApprovedScopes = app.ApprovedScopes },
                .. hasOtherApp ? [new() { Name = "other", ClientKey = OtherApp, ClientSecret = OtherSecret, Address = app.Address }] : Array.Empty<TokgateServerConnection>(),
            ],
            arguments: [.. Receivers(sink), .. arguments]);
        await tikTok.ConsentAsync("creator_full");
        await tikTok.PutAsync($"/_emulator/apps/{app.ClientKey}", new { webhook_url = $"http://localhost:{broker.Address.Port}/webhooks/tiktok/tiktok" });
        return new WebhookWorld(SignInWorld.Of(broker, tikTok), application, sink);
    }

    public static string[] Receivers(WebhookSink sink) =>
    [
        $"--Tokgate:Webhooks:Receivers:0:Id={Everything}", $"--Tokgate:Webhooks:Receivers:0:Url={sink.At(Everything)}",
        "--Tokgate:Webhooks:Receivers:0:Secrets=env:HOOK_KEY,env:HOOK_KEY_FORMER", $"--HOOK_KEY={Key}", $"--HOOK_KEY_FORMER={FormerKey}",
        $"--Tokgate:Webhooks:Receivers:1:Id={Removals}", $"--Tokgate:Webhooks:Receivers:1:Url={sink.At(Removals)}",
        "--Tokgate:Webhooks:Receivers:1:Secrets=env:HOOK_KEY", "--Tokgate:Webhooks:Receivers:1:Events=grant.*",
    ];

    /// <summary>A body as TikTok writes it.</summary>
    public string Body(string name = "authorization.removed", string? openId = "nobody", TimeSpan age = default, string content = "{\\\"reason\\\": 1 }", string clientKey = TikTokEmulator.ProductionClientKey) =>
        $"{{\"client_key\":\"{clientKey}\",\"event\":\"{name}\",\"create_time\":{Seconds(age)},{(openId is null ? "" : $"\"user_openid\":\"{openId}\",")}\"content\":\"{content}\"}}";

    public string Signature(string body, TimeSpan age = default, string secret = TikTokEmulator.ClientSecret)
    {
        var t = Seconds(age);
        return $"t={t},s={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{body}")))}";
    }

    public Task<int> PostAsync(string body, TimeSpan age = default, string secret = TikTokEmulator.ClientSecret) => PostAsync(body, Signature(body, age, secret));

    public async Task<int> PostAsync(string body, string? signature, string connection = "tiktok")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/tiktok/" + connection) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("TikTok-Signature", signature);
        }

        using var answer = await Broker.Http.SendAsync(request);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
        return (int)answer.StatusCode;
    }

    public async Task<string> OpenIdAsync(string userId)
    {
        await using var context = await Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await context.Set<IdentityRow>().Where(row => row.UserId == userId).Select(row => row.OpenId).SingleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Application.DisposeAsync();
        await Sink.DisposeAsync();
    }

    private string Seconds(TimeSpan age) => (Broker.Time.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
