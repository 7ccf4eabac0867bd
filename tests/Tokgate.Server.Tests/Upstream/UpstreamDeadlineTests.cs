using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Upstream;

public sealed class UpstreamDeadlineTests
{
    [Theory]
    [InlineData("token")]
    [InlineData("user_info")]
    public async Task T_53_A_tiktok_that_hangs_ends_with_its_own_page_and_cause(string endpoint)
    {
        // Shorter than what the client gives to one request, so that nothing but the deadline can end it.
        await using var world = await ClockedWorld.StartAsync("--Tokgate:Upstream:Deadline=00:00:07");
        using var browser = world.NewBrowser();
        await world.FaultAsync(endpoint, "hang");

        var waiting = browser.GoAsync(SignInWorld.Authorize());
        await world.FaultsTakenAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(waiting.IsCompleted);
        world.Clock.Advance(TimeSpan.FromSeconds(0.1));
        var page = await waiting.WaitAsync(Eventually.Patience);

        Assert.Equal((503, "30"), (page.Status, page.Headers["Retry-After"]));
        Assert.Contains("TTK3109", page.Body, StringComparison.Ordinal);
        Assert.NotEmpty(page.Text("error-advice"));
        Assert.Null(browser.Cookie("tokgate-session"));
        var told = Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Reference = page.Text("error-reference").Trim() }));
        Assert.Equal((AuditNames.SignInFailed, "TTK3109", "no_answer", "tiktok", The.Web), (told.Name, told.ErrorId, told.Cause, told.Connection, told.ClientId));

        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }
}
