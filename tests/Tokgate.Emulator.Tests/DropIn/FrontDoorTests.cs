using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tokgate.Emulator.Hosting;
using Tokgate.TestKit;

namespace Tokgate.Emulator.Tests.DropIn;

/// <summary>The emulator under TikTok's own names.</summary>
public sealed class FrontDoorTests : IAsyncLifetime, IDisposable
{
    private readonly int port = FreePort.Next();
    private TikTokEmulator tiktok = null!; // set before a test runs
    private HttpClient http = null!; // as above

    public async Task InitializeAsync()
    {
        tiktok = await TikTokEmulator.StartAsync(new TikTokEmulatorOptions { FrontDoor = new FrontDoor(port, TestMachine.Authority.Leaf) });
        await tiktok.ConsentAsync("creator_full");
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { TestMachine.Authority.Root }, RevocationMode = X509RevocationMode.NoCheck },
                RemoteCertificateValidationCallback = (_, _, chain, errors) => chain!.ChainElements.Count == 2 && errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch, // a wrong name is a test's own
            },
        });
    }

    public async Task DisposeAsync() => await tiktok.DisposeAsync();

    public void Dispose() => http?.Dispose();

    [Fact]
    public async Task A_whole_sign_in_holds_under_the_real_names()
    {
        await tiktok.PutAsync("/_emulator/apps/" + TikTokEmulator.ProductionClientKey, new { platforms = new { web = (string[])["https://app.example/callback"] } });
        using var authorized = await http.GetAsync(
            $"https://www.tiktok.com/v2/auth/authorize/?client_key={TikTokEmulator.ProductionClientKey}&response_type=code&scope=user.info.basic&redirect_uri={Uri.EscapeDataString("https://app.example/callback")}&state=s");
        Assert.StartsWith("https://app.example/callback?code=", authorized.Headers.Location?.AbsoluteUri, StringComparison.Ordinal);

        using var redeemed = await http.PostAsync("https://open.tiktokapis.com/v2/oauth/token/", new FormUrlEncodedContent(new Dictionary<string, string?>
        {
            ["client_key"] = TikTokEmulator.ProductionClientKey,
            ["client_secret"] = TikTokEmulator.ClientSecret,
            ["grant_type"] = "authorization_code",
            ["code"] = TikTokPeer.Parameter(authorized.Headers.Location!, "code"),
            ["redirect_uri"] = "https://app.example/callback",
        }));
        var token = JsonElement.Parse(await redeemed.Content.ReadAsStringAsync()).GetProperty("access_token").GetString();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_url");
        asked.Headers.Authorization = new("Bearer", token);
        using var user = await http.SendAsync(asked);
        var avatar = JsonElement.Parse(await user.Content.ReadAsStringAsync()).GetProperty("data").GetProperty("user").GetProperty("avatar_url").GetString();

        Assert.StartsWith("https://www.tiktok.com/_emulator/media/avatar/", avatar, StringComparison.Ordinal);
        Assert.Contains("<svg", await http.GetStringAsync(avatar), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_posts_to_the_name_that_it_is_shown_under_and_leaves_no_cookie_for_the_real_one()
    {
        await tiktok.AskForConsentAsync();
        await tiktok.PutAsync("/_emulator/apps/" + TikTokEmulator.ProductionClientKey, new { platforms = new { web = (string[])["https://app.example/callback"] } });
        using var page = await http.GetAsync(
            $"https://www.tiktok.com/v2/auth/authorize/?client_key={TikTokEmulator.ProductionClientKey}&response_type=code&scope=user.info.basic&redirect_uri={Uri.EscapeDataString("https://app.example/callback")}");
        var text = await page.Content.ReadAsStringAsync();
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"));

        Assert.DoesNotContain(tiktok.BaseAddress.Authority, text, StringComparison.Ordinal);
        Assert.Contains("Secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("Max-Age", cookie, StringComparison.Ordinal);
        using var styles = await http.GetAsync("https://www.tiktok.com/_emulator/style.css");
        Assert.Equal(HttpStatusCode.OK, styles.StatusCode);
    }

    [Theory]
    [InlineData("https://www.tiktok.com/_emulator/apps")]
    [InlineData("https://WWW.TIKTOK.COM:443/_emulator/apps")]
    [InlineData("https://www.tiktok.com/_emulator/media/../apps")]
    [InlineData("https://www.tiktok.com/_emulator/%61pps")]
    [InlineData("https://open.tiktokapis.com/_emulator/requests")]
    [InlineData("https://open.tiktokapis.com/_emulator/media/")]
    [InlineData("https://open.douyin.com/_emulator/users")]
    [InlineData("https://open-api.tiktok.com/oauth/access_token/")]
    [InlineData("https://www.tiktok.com/")]
    [InlineData("https://www.tiktok.com/@somebody")]
    [InlineData("https://www.tiktok.com/v2/oauth/token/")]
    [InlineData("https://www.tiktok.com/_emulator/scan")]
    [InlineData("https://open.tiktokapis.com/v2/auth/authorize/")]
    [InlineData("https://open.tiktokapis.com/health/ready")]
    [InlineData("https://open.tiktokapis.com/v2/post/publish/video/init/")]
    public async Task What_is_not_there_at_TikTok_is_not_there_here_the_control_API_least_of_all(string address)
    {
        using var answer = await http.GetAsync(address);
        using var posted = await http.PostAsync(address, new StringContent("{}"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (answer.StatusCode, posted.StatusCode));
        Assert.DoesNotContain(TikTokEmulator.SandboxClientKey, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("rebound.example")]
    public async Task By_TLS_no_other_name_is_answered(string host)
    {
        using var answer = await http.GetAsync($"https://{host}/_emulator/apps");

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("www.tiktok.com")]
    [InlineData("open.tiktokapis.com:80")]
    public async Task Nor_is_the_control_API_there_for_who_names_TikTok_at_the_emulator_s_own_port(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_emulator/apps");
        request.Headers.Host = host;
        using var answer = await tiktok.Control.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_call_at_the_wrong_host_is_in_the_request_log()
    {
        using var answer = await http.PostAsync("https://www.tiktok.com/v2/oauth/token/", new StringContent(""));

        var request = Assert.Single((await tiktok.ReadRequestsAsync()).EnumerateArray());
        Assert.Equal(("www.tiktok.com", 404), (request.GetProperty("headers").GetProperty("host").GetString(), request.GetProperty("status").GetInt32()));
    }
}
