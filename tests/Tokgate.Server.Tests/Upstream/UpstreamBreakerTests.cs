using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Upstream;

public sealed class UpstreamBreakerTests
{
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly string[] Settings = ["--Tokgate:Upstream:BreakAfter=3", $"--Tokgate:Upstream:BreakFor={BreakFor:c}", $"--Tokgate:Upstream:Deadline={Deadline:c}"];

    [Fact]
    public async Task T_53_A_tiktok_that_answers_nobody_is_asked_by_one_at_a_time_and_no_sign_in_is_lost()
    {
        await using var world = await ClockedWorld.StartAsync(Settings);
        await FailAsync(world, 3);
        using var browser = world.NewBrowser();
        var callback = await ClockedWorld.CallbackOfAsync(browser);

        var refused = await browser.StepAsync(callback);
        Assert.Equal((503, "10"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Contains("TTK3109", refused.Body, StringComparison.Ordinal);
        Assert.Equal("paused", Assert.Single(await world.Broker.AuditAsync(new AuditFilter { Reference = refused.Text("error-reference").Trim() })).Cause);
        Assert.Equal(3, await world.TokenRequestsAsync());

        // One may look, and while they wait nobody else does.
        world.Clock.Advance(BreakFor);
        await world.FaultAsync("token", "hang");
        using var scout = world.NewBrowser();
        var looking = scout.GoAsync(SignInWorld.Authorize());
        await world.FaultsTakenAsync();
        Assert.Equal(503, (await browser.StepAsync(callback)).Status);
        world.Clock.Advance(Deadline);
        Assert.Contains("TTK3109", (await looking.WaitAsync(Eventually.Patience)).Body, StringComparison.Ordinal);
        Assert.Equal(503, (await browser.StepAsync(callback)).Status);
        await Eventually.HoldsAsync(async () => await world.TokenRequestsAsync() == 4); // a hanging one is written down when the emulator has seen it go

        // Whoever comes with nothing does not take the look away. The first answer opens the way for all, and the state was never spent.
        world.Clock.Advance(BreakFor);
        Assert.Equal(400, (await scout.StepAsync("/login/callback?code=x&state=none")).Status);
        Assert.Equal(302, (await browser.StepAsync(callback)).Status);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var other = world.NewBrowser();
            Assert.Contains("code", (await other.GoAsync(SignInWorld.Authorize())).Query.Keys);
        }));
    }

    [Fact]
    public async Task An_answer_in_between_starts_the_count_anew_and_a_refusal_is_an_answer()
    {
        await using var world = await ClockedWorld.StartAsync(Settings);
        await FailAsync(world, 2);
        using var browser = world.NewBrowser();
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_grant\",\"error_description\":\"Authorization code is expired.\"}" });
        Assert.Contains("TTK3112", (await browser.GoAsync(SignInWorld.Authorize())).Body, StringComparison.Ordinal);
        await FailAsync(world, 2);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    [Fact]
    public async Task Who_says_no_at_TikTok_is_taken_back_though_TikTok_is_not_asked()
    {
        await using var world = await ClockedWorld.StartAsync(Settings);
        await FailAsync(world, 3);
        await world.TikTok.DenyConsentAsync();
        using var browser = world.NewBrowser();
        Assert.Equal("access_denied", (await browser.GoAsync(SignInWorld.Authorize())).Query["error"]);
    }

    private static async Task FailAsync(ClockedWorld world, int times)
    {
        await world.FaultAsync("token", "status", times);
        for (var time = 0; time < times; time++)
        {
            using var browser = world.NewBrowser();
            Assert.Contains("TTK3109", (await browser.GoAsync(SignInWorld.Authorize())).Body, StringComparison.Ordinal);
        }
    }
}
