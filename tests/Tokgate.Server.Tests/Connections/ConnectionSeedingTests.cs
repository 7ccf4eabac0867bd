using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Connections;

public sealed class ConnectionSeedingTests
{
    [Fact]
    public async Task An_emulator_is_refused_in_Production()
    {
        using var directory = new TempDirectory();
        await directory.WriteSecretAsync("master.key", Convert.ToBase64String(new byte[32]));
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(
            dataDirectory: directory.Path, environment: "Production", issuer: "https://login.example.com", migrate: true, connections: [SignInWorld.Connection(new Uri("http://localhost:5082"))]));
        Assert.Equal(ErrorIds.ConnectionEmulated, refusal.Id);
    }

    [Fact]
    public async Task Keys_from_the_settings_lead_to_the_real_TikTok()
    {
        await using var broker = await Broker.StartAsync(SignInWorld.SignInClients, arguments: ["--TIKTOK_CLIENT_ID=awsomekey", "--TIKTOK_CLIENT_SECRET= some-secret "]);
        using var browser = new Browser(broker);
        var answer = await browser.StepAsync(SignInWorld.Authorize());
        Assert.StartsWith("https://www.tiktok.com/v2/auth/authorize/?client_key=awsomekey&response_type=code&scope=user.info.basic&", answer.Headers["Location"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--TIKTOK_CLIENT_ID=awsomekey", "TTK3013")]
    [InlineData("--AUTH_TIKTOK_SECRET=secret", "TTK3013")]
    public async Task Half_an_app_is_refused(string argument, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(arguments: [argument]))).Id);

    [Fact]
    public async Task A_placeholder_address_is_under_invalid_or_nowhere()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(
            connections: [new TokgateServerConnection { ClientKey = "k", ClientSecret = "s", PlaceholderEmailDomain = "users.example.com" }]));
        Assert.Equal(ErrorIds.ConnectionInvalid, refusal.Id);
    }

    [Fact]
    public async Task Behind_https_the_cookies_are_bound_to_the_host()
    {
        await using var broker = await Broker.StartAsync(SignInWorld.SignInClients, issuer: "https://login.example.com", connections: [new TokgateServerConnection { ClientKey = "k", ClientSecret = "s" }]);
        using var request = new HttpRequestMessage(HttpMethod.Get, SignInWorld.Authorize());
        request.Headers.Host = "login.example.com";
        var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
        Assert.Matches("^__Host-tokgate-browser=tgp_[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$", answer.Headers["Set-Cookie"]);
        Assert.DoesNotContain("code_challenge", answer.Headers["Location"], StringComparison.Ordinal);
    }
}
