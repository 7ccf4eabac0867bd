using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
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
        Assert.Contains("code", (await browser.GoAsync(Request(("scope", "profile openid"), ("prompt", "none")))).Query.Keys);
        Assert.Equal(200, (await browser.GoAsync(Request(("prompt", "consent")))).Status);
    }

    [Theory]
    [InlineData("openid profile offline_access")]
    [InlineData("openid")]
    public async Task T_12_Other_scopes_than_the_ones_allowed_are_asked_for(string scope)
    {
        await ForgetAsync();
        using var browser = world.NewBrowser();
        await DecideAsync(browser, await browser.GoAsync(Request(("prompt", "consent"))), "allow");
        Assert.Equal("consent_required", (await browser.GoAsync(Request(("scope", scope), ("prompt", "none")))).Query["error"]);
        var answer = await DecideAsync(browser, await browser.GoAsync(Request(("scope", scope))), "allow");
        Assert.Equal(scope, (await world.GrantOfAsync(answer.Query["code"])).Scopes);

        // Each set is remembered beside the others.
        Assert.Contains("code", (await browser.GoAsync(Request(("scope", scope), ("prompt", "none")))).Query.Keys);
        Assert.Contains("code", (await browser.GoAsync(Request(("prompt", "none")))).Query.Keys);
    }

    [Fact]
    public async Task The_page_says_what_is_new_to_an_application_that_has_something_already()
    {
        await ForgetAsync();
        using var browser = world.NewBrowser();
        var first = await browser.GoAsync(Request(("prompt", "consent"), ("scope", "openid")));
        Assert.Equal([("openid", false)], Scopes(first));
        await DecideAsync(browser, first, "allow");
        Assert.Equal([("openid", false), ("profile", true), ("offline_access", true)], Scopes(await browser.GoAsync(Request(("scope", "openid profile offline_access")))));
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

    private static List<(string Scope, bool IsNew)> Scopes(Answer page) =>
        [.. Regex.Matches(page.Body, "data-scope=\"([^\"]+)\" data-new=\"([^\"]+)\"").Select(match => (match.Groups[1].Value, match.Groups[2].Value == "true"))];

    private Task<int> ForgetAsync() => world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Consents.ExecuteDeleteAsync(), CancellationToken.None);

    private static string Request(params (string Name, string? Value)[] changes) =>
        SignInWorld.Authorize([("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"), .. changes]);

    private static Task<Answer> DecideAsync(Browser browser, Answer page, string decision) =>
        browser.StepPostAsync("/consent", ("request", Regex.Match(page.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value), ("decision", decision));
}
