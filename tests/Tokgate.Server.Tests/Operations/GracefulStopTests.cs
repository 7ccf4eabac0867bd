using System.Net;
using System.Net.Sockets;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

/// <summary>A broker in a process of its own is asked to stop.</summary>
public sealed class GracefulStopTests : IAsyncLifetime, IDisposable
{
    private const int Held = 60_000;

    private readonly TempDirectory directory = new();
    private readonly HttpClient client = new();
    private TikTokEmulator? emulator;

    private TikTokEmulator TikTok => emulator!; // xunit has started it

    public async Task InitializeAsync()
    {
        emulator = await TikTokEmulator.StartAsync();
        await emulator.ConsentAsync("creator_full");
    }

    [Fact]
    public async Task A_sign_in_and_a_refresh_that_are_under_way_end_well_after_the_signal()
    {
        using var broker = new BrokerProcess(directory.Path, TikTok.BaseAddress, $"Data Source={directory["tokgate.db"]}");
        await StartAsync(broker);
        var subject = await SignInAsync(broker);
        var generation = await GenerationAsync(subject);
        await HoldAsync();
        using var leaving = new CancellationTokenSource();
        var refresh = ExchangeAsync(subject, leaving.Token, ("tokgate_refused_generation", $"{generation}"));
        await TakenAsync();
        await HoldAsync();
        using var browser = new Browser(broker.Port, new CookieContainer());
        var signIn = browser.GoAsync(SignInWorld.Authorize());
        await TakenAsync();

        broker.Terminate();
        await Eventually.HoldsAsync(async () => !await ListensAsync(broker));
        await leaving.CancelAsync(); // who asked for the refresh has gone: it belongs to nobody, and is waited for all the same
        await TikTok.AdvanceClockAsync(TimeSpan.FromMilliseconds(Held));

        Assert.NotEmpty((await signIn).Query["code"]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refresh);
        Assert.Equal(0, await broker.EndAsync());

        // What TikTok gave at the last moment is kept: the next start has it, and asks for nothing.
        await broker.StartAsync();
        (await TikTok.Control.DeleteAsync(new Uri("/_emulator/requests", UriKind.Relative))).EnsureSuccessStatusCode();
        Assert.InRange(await GenerationAsync(subject), generation + 1, long.MaxValue);
        Assert.DoesNotContain((await TikTok.ReadRequestsAsync()).EnumerateArray(), request => request.GetProperty("path").GetString() == "/v2/oauth/token/");
    }

    [Fact]
    public async Task During_the_notice_it_is_not_ready_and_serves_on()
    {
        using var broker = new BrokerProcess(directory.Path, TikTok.BaseAddress, $"Data Source={directory["tokgate.db"]}", "--Tokgate:Shutdown:NoticeFor=00:05:00");
        await StartAsync(broker);
        broker.Terminate();
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable && await answer.Content.ReadAsStringAsync() == "not ready: draining";
        });
        Assert.Equal("live", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        Assert.NotEmpty(await SignInAsync(broker));
    }

    public async Task DisposeAsync() => await TikTok.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        directory.Dispose();
    }

    private async Task StartAsync(BrokerProcess broker)
    {
        await broker.StartAsync();
        client.BaseAddress = broker.Address;
        client.DefaultRequestHeaders.Host = "localhost";
    }

    private static async Task<bool> ListensAsync(BrokerProcess broker)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, broker.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> SignInAsync(BrokerProcess broker)
    {
        using var browser = new Browser(broker.Port, new CookieContainer());
        var landed = await browser.GoAsync(SignInWorld.Authorize(("scope", "openid profile")));
        var tokens = await PostAsync(default, ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.True(tokens.Status == 200, tokens.Body);
        return tokens.Json.GetProperty("access_token").GetString()!; // it is a 200
    }

    private async Task<long> GenerationAsync(string subject)
    {
        var answer = await ExchangeAsync(subject, default);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json.GetProperty("tokgate_generation").GetInt64();
    }

    private Task<Answer> ExchangeAsync(string subject, CancellationToken cancellationToken, params (string Name, string Value)[] more) => PostAsync(
        cancellationToken, [("grant_type", TokenWorld.Standard), ("subject_token", subject), ("subject_token_type", TokenWorld.AccessToken), ("connection", "tiktok"), .. more]);

    private async Task<Answer> PostAsync(CancellationToken cancellationToken, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SignIn.TokenPath) { Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) };
        request.Headers.Authorization = Broker.Basic(The.Web, The.WebSecret);
        return await Answer.OfAsync(await client.SendAsync(request, cancellationToken));
    }

    /// <summary>The next request to TikTok's token endpoint stays there until the emulator's clock moves.</summary>
    private Task HoldAsync() => TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "delay", count = 1, delay_ms = Held });

    private Task TakenAsync() => Eventually.HoldsAsync(async () => await TikTok.Control.GetStringAsync(new Uri("/_emulator/faults", UriKind.Relative)) is "[]");
}
