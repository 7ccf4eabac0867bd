using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Consent;

public sealed class ConsentTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    [Fact]
    public async Task An_application_of_others_gets_what_the_person_allows_and_is_remembered()
    {
        using var browser = world.NewBrowser();
        await world.TikTok.ConsentAsync("creator_sparse");
        var page = await browser.GoAsync(Request());
        await world.TikTok.ConsentAsync("creator_full");
        Assert.Equal(200, page.Status);
        Assert.Equal("Stranger & Co", page.Text("consent-application"));
        Assert.DoesNotContain("code=", browser.Trail[^1].Query, StringComparison.Ordinal);
        Assert.Equal("consent_required", (await browser.GoAsync(Request(("prompt", "none")))).Query["error"]);

        var answer = await DecideAsync(browser, page, "allow");
        Assert.Equal(303, answer.Status);
        Assert.Equal(["code", "iss", "state"], answer.Query.Keys.Order());
        Assert.Equal("openid profile", (await world.GrantOfAsync(answer.Query["code"])).Scopes);

        Assert.Contains("code", (await browser.GoAsync(Request(("prompt", "none")))).Query.Keys);
        Assert.Contains("code", (await browser.GoAsync(Request(("scope", "openid"), ("prompt", "none")))).Query.Keys);
        Assert.Equal("consent_required", (await browser.GoAsync(Request(("scope", "openid profile offline_access"), ("prompt", "none")))).Query["error"]);
        Assert.Equal(200, (await browser.GoAsync(Request(("prompt", "consent")))).Status);
    }

    [Fact]
    public async Task Who_denies_gives_nothing()
    {
        using var browser = world.NewBrowser();
        await world.TikTok.ConsentAsync("basic_only");
        var page = await browser.GoAsync(Request());
        await world.TikTok.ConsentAsync("creator_full");
        var answer = await DecideAsync(browser, page, "deny");
        Assert.Equal("access_denied", answer.Query["error"]);
        Assert.Equal("consent_required", (await browser.GoAsync(Request(("prompt", "none")))).Query["error"]);
    }

    [Fact]
    public async Task A_consent_is_given_once_by_the_session_that_was_asked()
    {
        using var browser = world.NewBrowser();
        var page = await browser.GoAsync(Request(("prompt", "consent")));
        using var other = world.NewBrowser();
        await other.GoAsync(SignInWorld.Authorize());
        Assert.Equal(400, (await DecideAsync(other, page, "allow")).Status);
        using var nobody = world.NewBrowser();
        Assert.Equal(400, (await DecideAsync(nobody, page, "allow")).Status);
        Assert.Equal(400, (await DecideAsync(browser, page, "perhaps")).Status);
        Assert.Equal(303, (await DecideAsync(browser, page, "allow")).Status);
        Assert.Equal(400, (await DecideAsync(browser, page, "allow")).Status);
        Assert.Equal(400, (await browser.StepAsync("/consent")).Status);
    }

    private static string Request(params (string Name, string? Value)[] changes) =>
        SignInWorld.Authorize([("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"), .. changes]);

    private static Task<Answer> DecideAsync(Browser browser, Answer page, string decision) =>
        browser.StepPostAsync("/consent", ("request", Regex.Match(page.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value), ("decision", decision));
}
