using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

public sealed class ProxySettingsTests
{
    public static TheoryData<string, string[], string> Faulty => new()
    {
        { "Production", [], "Tokgate__Proxy__Clients__0__ClientKey" },
        { "Production", ["Clients:0:ClientSecret=x"], "ClientKey is missing" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:0:CallerSecret=short"], "32 characters" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:0:CallerSecret=12345678901234567890123456789012", "Clients:0:AllowWithoutSecret=true"], "worthless" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:0:CallerSecret=12345678901234567890123456789012"], "Clients__0__ClientSecret" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:0:AllowWithoutSecret=true"], "Clients__0__ClientSecret" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:1:ClientKey=aw1"], "same ClientKey" },
        { "Production", ["Clients:0:ClientKey=aw1", "Clients:0:Address=http://localhost:5082"], "refused in Production" },
        { "Production", ["Clients:0:ClientKey=aw1", $"Clients:0:ClientSecret={TikTokEmulator.ClientSecret}"], "refused in Production" },
        { "Development", ["Clients:0:ClientKey=aw1", "Clients:0:Address=http://evil.example"], "Address" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_cannot_work_is_told_before_it_listens(string environment, string[] settings, string told)
    {
        var exception = Assert.ThrowsAny<Exception>(() => TokgateServer.CreateProxy(new TokgateServerOptions { EnvironmentName = environment, Urls = "http://127.0.0.1:0", Arguments = [.. settings.Select(static setting => $"--Tokgate:Proxy:{setting}")] }));

        Assert.Contains(TokgateServerLocal.FaultsOf(exception), fault => fault.StartsWith("TTK3351", StringComparison.Ordinal) && fault.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beside_a_broker_a_connection_may_have_the_secret()
    {
        await using var world = await SignInWorld.StartAsync(arguments: $"--Tokgate:Proxy:Clients:0:ClientKey={TikTokEmulator.ProductionClientKey}");

        var known = await world.Broker.PostAsync("/proxy/token", Broker.Basic(TikTokEmulator.ProductionClientKey, TikTokEmulator.ClientSecret), ("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"));
        var wrong = await world.Broker.PostAsync("/proxy/token", Broker.Basic(TikTokEmulator.ProductionClientKey, "wrong"), ("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"));
        var other = await world.Broker.PostAsync("/proxy/token", Broker.Basic(TikTokEmulator.SandboxClientKey, TikTokEmulator.ClientSecret), ("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"));

        Assert.Equal(((400, "invalid_grant"), (401, "invalid_client"), (401, "invalid_client")), ((known.Status, known.Error), (wrong.Status, wrong.Error), (other.Status, other.Error)));
    }

    [Fact]
    public async Task What_a_caller_says_to_this_proxy_is_not_passed_on_as_the_app_s_secret()
    {
        const string CallerSecret = "12345678901234567890123456789012";
        await using var world = await SignInWorld.StartAsync(arguments: ["--Tokgate:Proxy:Clients:0:ClientKey=awwithoutsecret1", $"--Tokgate:Proxy:Clients:0:CallerSecret={CallerSecret}"]);

        var answer = await world.Broker.PostAsync("/proxy/token", Broker.Basic("awwithoutsecret1", CallerSecret), ("grant_type", "refresh_token"), ("refresh_token", "rft.of-nobody"));

        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Error));
        Assert.DoesNotContain("TikTok", answer.Body, StringComparison.Ordinal);
    }
}
