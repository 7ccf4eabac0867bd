using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator.Tests.Hosting;

public sealed class StartTests
{
    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public void Production_is_refused(string variable)
    {
        var problem = Assert.Single(StartChecks.Problems(new TikTokEmulatorOptions(), name => name == variable ? "Production" : null));

        Assert.StartsWith("TTK4001", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_options_are_told_at_once()
    {
        var options = new TikTokEmulatorOptions { Port = -1, DangerousListenAddress = "everywhere", PlaygroundWebhook = "https://hooks.example/", PlaygroundCallbacks = { "https://app.example/" } };

        Assert.Equal(4, StartChecks.Problems(options, _ => "Development").Count(problem => problem.StartsWith("TTK4003", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:5082", "TTK4002")]
    [InlineData("--urls", "http://*:5082", "TTK4002")]
    [InlineData("--environment", "Production", "TTK4001")]
    [InlineData("--Emulator:Port", "many", "TTK4003")]
    [InlineData("--port", "5090", "TTK4003")]
    [InlineData("--Emulator:Prot=5090", "", "TTK4003")]
    [InlineData("--Emulator:Port=5090", "--Emulator:StateFile", "TTK4003")]
    [InlineData("Emulator:Port", "5090", "TTK4003")]
    public void Program_arguments_that_would_open_it_or_mean_nothing_are_refused(string name, string value, string id)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => ProgramOptions.Read([name, value]));

        Assert.StartsWith(id, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Emulator:Port", "5090")]
    [InlineData("--emulator:port=5090", "--Emulator:AllowedHosts:0=tiktok.test")]
    [InlineData("/Emulator:Port=5090", "--environment=Development")]
    public void Program_arguments_may_be_spelt_as_NET_spells_them(string first, string second) =>
        Assert.Equal(5_090, ProgramOptions.Read([first, second]).Port);

    [Fact]
    public async Task A_taken_port_is_told()
    {
        await using var first = await TikTokEmulator.StartAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TikTokEmulator.StartAsync(new TikTokEmulatorOptions { Port = first.BaseAddress.Port }));

        Assert.StartsWith("TTK4004", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_on_loopback_and_says_on_every_page_what_it_is()
    {
        await using var peer = await TikTokPeer.StartAsync();

        Assert.True(peer.TikTok.BaseAddress.IsLoopback);
        foreach (var path in (string[])["/", "/_emulator/scan", "/v2/auth/authorize/?error=x&error_type=y"])
        {
            Assert.Contains("not TikTok", await peer.Browser.GetStringAsync(path), StringComparison.Ordinal);
        }

        Assert.Equal("Healthy", await peer.Browser.GetStringAsync("/health/ready"));
        using var head = await peer.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"));
        Assert.True(head.IsSuccessStatusCode);
    }
}
