using System.Text.Json;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Authorize;

/// <summary>Who is signed in already: when that answers, and when TikTok must be asked again.</summary>
public sealed class AuthorizeSessionTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    private ManualTime Time => world.Broker.Time;

    [Fact]
    public async Task Oidcc_prompt_none_not_logged_in_Nobody_is_sent_to_TikTok()
    {
        using var browser = world.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("state", new string('x', 128))));
        Assert.Equal("login_required", answer.Query["error"]);
        Assert.Equal(128, answer.Query["state"].Length);
        Assert.DoesNotContain("code", answer.Query.Keys);
        Assert.Single(browser.Trail);
    }

    [Fact]
    public async Task Oidcc_prompt_none_logged_in_A_session_answers_at_once()
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser);
        Time.Advance(TimeSpan.FromSeconds(5));
        var second = await SignInAsync(browser, ("prompt", "none"));
        Assert.Equal(first.UserId, second.UserId);
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal(first.AuthTime, second.AuthTime);
        Assert.Equal("/authorize", browser.Trail[^1].AbsolutePath);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "select_account")]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "1")]
    public async Task Oidcc_prompt_login_and_max_age_1_TikTok_is_asked_again(string name, string value)
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser);
        var cookie = browser.Cookie("tokgate-session");
        Time.Advance(TimeSpan.FromSeconds(2));

        var second = await SignInAsync(browser, (name, value));

        Assert.Equal(first.UserId, second.UserId);
        Assert.Equal(first.AuthTime + TimeSpan.FromSeconds(2), second.AuthTime);
        Assert.Contains(browser.Trail, address => address.AbsolutePath == "/v2/auth/authorize/" && address.Query.Contains("disable_auto_auth=1", StringComparison.Ordinal));
        Assert.NotEqual(cookie, browser.Cookie("tokgate-session"));
        var without = await browser.StepAsync(SignInWorld.Authorize((name, value), ("prompt", "none")));
        Assert.Equal(name == "max_age" && value == "1" ? null : name == "prompt" ? null : "login_required", without.Query.GetValueOrDefault("error"));
    }

    [Fact]
    public async Task Oidcc_max_age_10000_A_young_session_answers()
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser, ("max_age", "15000"));
        Time.Advance(TimeSpan.FromSeconds(9999));
        var second = await SignInAsync(browser, ("max_age", "10000"));
        Assert.Equal(first.AuthTime, second.AuthTime);
        Time.Advance(TimeSpan.FromSeconds(2));
        var third = await SignInAsync(browser, ("max_age", "10000"));
        Assert.True(third.AuthTime > first.AuthTime);
    }

    [Fact]
    public async Task Oidcc_id_token_hint_Only_the_hinted_subject_answers()
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser);
        var past = Time.GetUtcNow().AddDays(-30).ToUnixTimeSeconds();
        var hint = await TokenAsync("JWT", new { iss = Broker.Issuer, sub = first.UserId, aud = The.Web, iat = past, exp = past + 60 });
        Assert.Equal(first.UserId, (await SignInAsync(browser, ("prompt", "none"), ("id_token_hint", hint))).UserId);

        var other = await TokenAsync("JWT", new { iss = Broker.Issuer, sub = "somebody-else", aud = The.Web, iat = past, exp = past + 60 });
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("id_token_hint", other)))).Query["error"]);
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("id_token_hint", other)))).Query["error"]);
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("claims", "{\"id_token\":{\"sub\":{\"value\":\"somebody-else\"}}}")))).Query["error"]);

        foreach (var forged in (string[])
        [
            await TokenAsync("at+jwt", new { iss = Broker.Issuer, sub = first.UserId, aud = The.Web, iat = past, exp = past + 60 }),
            await TokenAsync("logout+jwt", new { iss = Broker.Issuer, sub = first.UserId, aud = The.Web, iat = past, exp = past + 60 }),
            await TokenAsync("JWT", new { iss = "https://other.example", sub = first.UserId, aud = The.Web, iat = past, exp = past + 60 }),
            await TokenAsync("JWT", new { iss = Broker.Issuer, sub = first.UserId, aud = The.Spa, iat = past, exp = past + 60 }),
            hint[..^4] + "AAAA",
            Jws.Sign(The.SignerKey, new { alg = "ES256", typ = "JWT", kid = "signer-1" }, new { iss = Broker.Issuer, sub = first.UserId, aud = The.Web }),
        ])
        {
            Assert.Equal("invalid_request", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("id_token_hint", forged)))).Query["error"]);
        }
    }

    [Fact]
    public async Task A_reauthentication_that_was_cancelled_or_left_open_satisfies_nothing()
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser);
        Time.Advance(TimeSpan.FromSeconds(2));
        await world.TikTok.DenyConsentAsync();
        var cancelled = await browser.GoAsync(SignInWorld.Authorize(("prompt", "login")));
        Assert.Equal("access_denied", cancelled.Query["error"]);
        Assert.Equal(Broker.Issuer, cancelled.Query["iss"]);
        await world.TikTok.ConsentAsync("creator_full");

        await browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath == "/v2/auth/authorize/");
        var second = await SignInAsync(browser, ("prompt", "none"));
        Assert.Equal(first.AuthTime, second.AuthTime);
        var resent = await browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath is "/v2/auth/authorize/" or "/cb");
        Assert.Equal("/v2/auth/authorize/", resent.AbsolutePath);
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none"), ("max_age", "1")))).Query["error"]);
    }

    [Fact]
    public async Task A_session_ends_by_idleness_and_by_age()
    {
        using var browser = world.NewBrowser();
        await SignInAsync(browser);
        for (var day = 0; day < 3; day++)
        {
            Time.Advance(TimeSpan.FromDays(2));
            await SignInAsync(browser, ("prompt", "none"));
        }

        Time.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
        await SignInAsync(browser);
        Time.Advance(TimeSpan.FromDays(3.1));
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
    }

    [Fact]
    public async Task A_session_cookie_from_before_the_sign_in_is_dead_after_it()
    {
        using var attacker = world.NewBrowser();
        await SignInAsync(attacker);
        var planted = attacker.Cookie("tokgate-session")!; // signed in
        using var victim = world.NewBrowser();
        victim.Cookies.Add(new Uri(Broker.Issuer), new System.Net.Cookie("tokgate-session", planted, "/"));
        await SignInAsync(victim, ("prompt", "login"));
        Assert.NotEqual(planted, victim.Cookie("tokgate-session"));
        Assert.Equal("login_required", (await attacker.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
    }

    [Fact]
    public async Task Another_person_in_the_same_browser_ends_the_first_ones_session()
    {
        using var browser = world.NewBrowser();
        var first = await SignInAsync(browser);
        await world.TikTok.ConsentAsync("creator_sparse");
        var second = await SignInAsync(browser, ("prompt", "select_account"));
        await world.TikTok.ConsentAsync("creator_full");
        Assert.NotEqual(first.UserId, second.UserId);
        Assert.NotEqual(first.SessionId, second.SessionId);
        Assert.Empty(await world.Broker.Get<Sessions.ISessionStore>().ListAsync("nobody", CancellationToken.None));
        Assert.DoesNotContain(await world.Broker.Get<Sessions.ISessionStore>().ListAsync(first.UserId, CancellationToken.None), session => session.Id == first.SessionId);
    }

    [Fact]
    public async Task A_client_that_needs_more_of_TikTok_sends_the_person_there_again()
    {
        using var browser = world.NewBrowser();
        await SignInAsync(browser, ("scope", "openid"));
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("scope", "openid user.info.stats"), ("prompt", "none")))).Query["error"]);
        var more = await SignInAsync(browser, ("scope", "openid profile user.info.stats video.list"));
        Assert.Equal("openid profile user.info.stats", more.Scopes);
        Assert.Equal("user.info.basic user.info.profile user.info.stats", more.UpstreamScopes);
        Assert.DoesNotContain(browser.Trail, address => address.Query.Contains("video.list", StringComparison.Ordinal) && address.AbsolutePath == "/v2/auth/authorize/");
    }

    [Fact]
    public async Task A_person_who_refuses_a_scope_is_signed_in_with_the_others()
    {
        using var browser = world.NewBrowser();
        await world.TikTok.ConsentAsync("creator_full", ["user.info.basic"]);
        var grant = await SignInAsync(browser, ("scope", "openid profile user.info.stats"));
        Assert.Equal("openid profile", grant.Scopes);
        Assert.Equal("user.info.basic", grant.UpstreamScopes);
        Assert.Equal("openid profile", (await SignInAsync(browser, ("scope", "openid profile user.info.stats"), ("prompt", "none"))).Scopes);
        await world.TikTok.ConsentAsync("creator_full");
    }

    private async Task<GrantRow> SignInAsync(Browser browser, params (string Name, string? Value)[] changes)
    {
        var answer = await browser.GoAsync(SignInWorld.Authorize(changes));
        Assert.True(answer.Headers.ContainsKey("Location") && answer.Query.ContainsKey("code"), answer.Headers.GetValueOrDefault("Location") ?? answer.Body);
        return await world.GrantOfAsync(answer.Query["code"]);
    }

    private async Task<string> TokenAsync(string type, object payload)
    {
        var keys = await world.Broker.Get<SigningKeyRing>().GetAsync(CancellationToken.None);
        return JoseDoor.Sign(keys.Active(SigningAlgorithm.RS256), type, JsonSerializer.Serialize(payload));
    }
}
