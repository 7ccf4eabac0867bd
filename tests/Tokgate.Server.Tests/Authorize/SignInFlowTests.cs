using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Authorize;

public sealed class SignInFlowTests
{
    [Fact]
    public async Task Basic_HappyFlow_A_browser_comes_back_from_TikTok_with_a_code()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();

        var answer = await browser.GoAsync(SignInWorld.Authorize(("nonce", "n-1")));

        Assert.Equal(302, answer.Status);
        Assert.Equal("app.example", answer.Location.Host);
        Assert.Equal(["code", "iss", "state"], answer.Query.Keys.Order());
        Assert.Equal(Broker.Issuer, answer.Query["iss"]);
        Assert.Equal("s t/ä", answer.Query["state"]);
        Assert.StartsWith("tgc_", answer.Query["code"], StringComparison.Ordinal);
        Assert.NotNull(browser.Cookie("tokgate-session"));
    }
}
