using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Account;

/// <summary>The account page as its person, and as others who would like to use it.</summary>
public sealed class AccountTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private readonly SignInWorld world = fixture.World;

    public static TheoryData<string> Engines => Database.Engines;

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_through_TikTok_and_comes_back_to_the_page()
    {
        using var browser = world.NewBrowser();
        var offer = await browser.GoAsync("/account");
        Assert.Equal(200, offer.Status);
        Assert.Contains("data-testid=\"continue-with-tiktok\"", offer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"account-session\"", offer.Body, StringComparison.Ordinal);

        var grants = await CountAsync(context => context.Grants);
        var page = await browser.PostAsync("/account/sign-in");
        Assert.Equal(200, page.Status);
        Assert.Equal("/account", browser.Trail[^1].PathAndQuery);
        Assert.Equal("Camille Full", page.Text("account-name"));
        Assert.Equal(grants, await CountAsync(context => context.Grants));
    }

    [Theory]
    [InlineData("return_to", "https://evil.example/")]
    [InlineData("redirect_uri", "//evil.example")]
    [InlineData("connection", "https://evil.example/")]
    public async Task Rfc9700_4_11_No_parameter_moves_the_end_of_the_sign_in(string name, string value)
    {
        using var browser = world.NewBrowser();
        await browser.GoAsync($"/account?{name}={Uri.EscapeDataString(value)}");
        await browser.PostAsync($"/account/sign-in?{name}={Uri.EscapeDataString(value)}", (name, value));
        Assert.DoesNotContain(browser.Trail, address => address.Host.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_cancels_at_TikTok_is_where_they_were()
    {
        using var browser = world.NewBrowser();
        var atTikTok = new Uri((await browser.StepPostAsync("/account/sign-in")).Headers["Location"]);
        var state = Regex.Match(atTikTok.Query, "state=([^&]+)").Groups[1].Value;
        var answer = await browser.GoAsync($"/login/callback?error=access_denied&error_description=x&state={state}");
        Assert.Equal(200, answer.Status);
        Assert.Contains("data-testid=\"account-signed-out\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_their_sessions_and_ends_another_one()
    {
        using var desk = world.NewBrowser();
        desk.UserAgent = Firefox;
        using var phone = world.NewBrowser();
        await world.TikTok.ConsentAsync("creator_sparse");
        await phone.PostAsync("/account/sign-in");
        var page = await desk.PostAsync("/account/sign-in");
        await world.TikTok.ConsentAsync("creator_full");
        var sessions = Sessions(page);
        Assert.Equal([true, false], sessions.Select(session => session.IsCurrent));
        Assert.Contains("Firefox · Linux", WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        Assert.Contains("Unknown device", page.Body, StringComparison.Ordinal);

        var after = await desk.PostAsync("/account/sessions/end", ("token", page.FormToken), ("session", sessions[1].Id));
        Assert.Equal([sessions[0].Id], Sessions(after).Select(session => session.Id));
        Assert.Equal("Done: that browser is signed out.", after.Text("account-notice"));
        Assert.DoesNotContain("data-testid=\"account-session\"", (await phone.GoAsync("/account")).Body, StringComparison.Ordinal);

        var own = await desk.PostAsync("/account/sessions/end", ("token", after.FormToken), ("session", sessions[0].Id));
        Assert.Contains("data-testid=\"account-signed-out\"", own.Body, StringComparison.Ordinal);
        Assert.True(string.IsNullOrEmpty(desk.Cookie("tokgate-session")));
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_all_of_this_person_and_nobody_else()
    {
        using var first = world.NewBrowser();
        using var second = world.NewBrowser();
        using var other = world.NewBrowser();
        await other.PostAsync("/account/sign-in");
        await world.TikTok.ConsentAsync("basic_only");
        await first.PostAsync("/account/sign-in");
        var page = await second.PostAsync("/account/sign-in");
        await world.TikTok.ConsentAsync("creator_full");
        var answer = await second.PostAsync("/account/sessions/end-all", ("token", page.FormToken));
        Assert.Contains("data-testid=\"account-signed-out\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"account-signed-out\"", (await first.GoAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"account-session\"", (await other.GoAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_s_session_cannot_be_ended_by_its_id()
    {
        using var victim = world.NewBrowser();
        var target = Assert.Single(Sessions(await victim.PostAsync("/account/sign-in")), session => session.IsCurrent);
        await world.TikTok.ConsentAsync("basic_only");
        using var attacker = world.NewBrowser();
        var page = await attacker.PostAsync("/account/sign-in");
        await world.TikTok.ConsentAsync("creator_full");
        var answer = await attacker.PostAsync("/account/sessions/end", ("token", page.FormToken), ("session", target.Id));
        Assert.Equal("Nothing was changed: it had ended already.", answer.Text("account-notice"));
        Assert.Contains(Sessions(await victim.GoAsync("/account")), session => session.Id == target.Id);
    }

    [Fact]
    public async Task A_form_without_this_session_s_token_changes_nothing()
    {
        using var browser = world.NewBrowser();
        var page = await browser.PostAsync("/account/sign-in");
        var session = Sessions(page)[0].Id;
        using var other = world.NewBrowser();
        var foreign = (await other.PostAsync("/account/sign-in")).FormToken;
        foreach (var token in new[] { "", "x", foreign, page.FormToken[..^1] })
        {
            var answer = await browser.PostAsync("/account/sessions/end", ("token", token), ("session", session));
            Assert.StartsWith("Nothing was changed, because", answer.Text("account-notice"), StringComparison.Ordinal);
        }

        // A new sign-in makes the old page's token worthless (T-20).
        await browser.PostAsync("/account/sign-in");
        Assert.StartsWith("Nothing was changed, because", (await browser.PostAsync("/account/sessions/end-all", ("token", page.FormToken))).Text("account-notice"), StringComparison.Ordinal);

        // What a notice says is sealed too: no link can put words on this page.
        Assert.DoesNotContain("account-notice", (await browser.GoAsync("/account?done=accountAccessRemoved")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_person_sees_how_TikTok_is_connected_and_ends_it_here_and_there(string engine)
    {
        await using var own = await TokenWorld.StartAsync(engine);
        var tokens = await own.SignInAsync();
        using var browser = own.World.NewBrowser();
        var page = await browser.PostAsync("/account/sign-in");
        Assert.Contains("data-state=\"Active\"", page.Body, StringComparison.Ordinal);
        Assert.StartsWith("Connected.", page.Text("account-grant-state"), StringComparison.Ordinal);
        var grant = Regex.Match(page.Body, "name=\"grant\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(200, (await own.ExchangeAsync(tokens)).Status);

        // Another person's page ends nothing of this one's.
        await own.World.TikTok.ConsentAsync("basic_only");
        using var stranger = own.World.NewBrowser();
        var other = await stranger.PostAsync("/account/sign-in");
        Assert.StartsWith("Nothing was changed", (await stranger.PostAsync("/account/connections/end", ("token", other.FormToken), ("grant", grant))).Text("account-notice"), StringComparison.Ordinal);
        Assert.Equal(0, await own.AskedAsync("/v2/oauth/revoke/"));

        var after = await browser.PostAsync("/account/connections/end", ("token", page.FormToken), ("grant", grant));
        Assert.Equal("Done: TikTok is disconnected.", after.Text("account-notice"));
        Assert.Contains("data-state=\"Revoked\"", after.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"disconnect\"", after.Body, StringComparison.Ordinal);
        Assert.Equal(1, await own.AskedAsync("/v2/oauth/revoke/"));
        var refused = await own.ExchangeAsync(tokens);
        Assert.Equal("invalid_grant", refused.Error);
        Assert.StartsWith("TTK3283", refused.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed", (await browser.PostAsync("/account/connections/end", ("token", after.FormToken), ("grant", grant))).Text("account-notice"), StringComparison.Ordinal);
        Assert.Contains(await own.Broker.AuditAsync(), audited => audited is { Name: "tiktok.disconnected", Cause: "Confirmed" } && audited.Subject == grant);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Removed_access_takes_consent_codes_and_tokens_with_it(string engine)
    {
        await using var world = await SignInWorld.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        using var browser = world.NewBrowser();
        const string Scopes = "openid profile offline_access";
        var asked = await browser.GoAsync(Stranger(("scope", Scopes)));
        var code = (await browser.StepPostAsync("/consent", ("request", Regex.Match(asked.Body, "name=\"request\" value=\"([^\"]+)\"").Groups[1].Value), ("decision", "allow"))).Query["code"];
        var tokens = (await TokenAsync(world, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://stranger.example/cb"))).Json;
        var waiting = (await browser.GoAsync(Stranger(("scope", Scopes)))).Query["code"];

        var page = await browser.GoAsync("/account");
        Assert.Contains("Stranger &amp; Co", page.Body, StringComparison.Ordinal);
        Assert.Contains("Stay signed in while you are away", page.Body, StringComparison.Ordinal);
        var after = await browser.PostAsync("/account/applications/remove", ("token", page.FormToken), ("client", "stranger"));
        Assert.Equal("Done: the application no longer has access.", after.Text("account-notice"));
        Assert.DoesNotContain("data-client=\"stranger\"", after.Body, StringComparison.Ordinal);

        Assert.Equal("invalid_grant", (await TokenAsync(world, ("grant_type", "refresh_token"), ("refresh_token", tokens.GetProperty("refresh_token").GetString()!))).Error); // it was issued
        Assert.Equal("invalid_grant", (await TokenAsync(world, ("grant_type", "authorization_code"), ("code", waiting), ("redirect_uri", "https://stranger.example/cb"))).Error);
        Assert.Equal("consent_required", (await browser.GoAsync(Stranger(("scope", Scopes), ("prompt", "none")))).Query["error"]);
        Assert.Equal("Nothing was changed: it had ended already.", (await browser.PostAsync("/account/applications/remove", ("token", after.FormToken), ("client", "stranger"))).Text("account-notice"));
    }

    [Fact]
    public async Task What_was_granted_at_TikTok_is_shown_with_its_connection_and_app()
    {
        using var browser = world.NewBrowser();
        await world.TikTok.ConsentAsync("basic_only");
        var page = await browser.PostAsync("/account/sign-in");
        await world.TikTok.ConsentAsync("creator_full");
        var section = page.Body[page.Body.IndexOf("data-testid=\"account-connection\"", StringComparison.Ordinal)..];
        Assert.Contains("data-connection=\"tiktok\"", section, StringComparison.Ordinal);
        Assert.Contains("awplayground000001", section, StringComparison.Ordinal);
        Assert.Equal(["user.info.basic"], Regex.Matches(section, "data-scope=\"([^\"]+)\"").Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task The_last_use_is_written_at_most_once_in_five_minutes()
    {
        using var browser = world.NewBrowser();
        var id = Sessions(await browser.PostAsync("/account/sign-in")).Single(session => session.IsCurrent).Id;
        var signedIn = await LastSeenAsync(id);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(4));
        await browser.GoAsync("/account");
        Assert.Equal(signedIn, await LastSeenAsync(id));
        world.Broker.Time.Advance(TimeSpan.FromMinutes(2));
        await browser.GoAsync("/account");
        Assert.Equal(signedIn + TimeSpan.FromMinutes(6), await LastSeenAsync(id));
    }

    [Theory]
    [InlineData("de", "Ihr Konto", "ltr")]
    [InlineData("ja-JP", "あなたのアカウント", "ltr")]
    [InlineData("ar", "حسابك", "rtl")]
    public async Task The_page_speaks_the_browser_s_language(string language, string title, string direction)
    {
        using var browser = world.NewBrowser();
        browser.AcceptLanguage = language;
        var page = await browser.PostAsync("/account/sign-in");
        Assert.Equal(title, page.Text("account-title"));
        Assert.Contains($"dir=\"{direction}\"", page.Body, StringComparison.Ordinal);
    }

    private async Task<DateTimeOffset?> LastSeenAsync(string id)
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await context.Sessions.Where(row => row.Id == id).Select(row => row.LastSeenAt).SingleAsync();
    }

    private async Task<int> CountAsync<T>(Func<TokgateDbContext, IQueryable<T>> rows)
    {
        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        return await rows(context).CountAsync();
    }

    private static Task<Answer> TokenAsync(SignInWorld world, params (string Name, string Value)[] form) => world.Broker.PostAsync("/oauth/token", Broker.Basic("stranger", The.WebSecret), form);

    private static string Stranger(params (string Name, string? Value)[] changes) =>
        SignInWorld.Authorize([("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"), .. changes]);


    private static List<(string Id, bool IsCurrent)> Sessions(Answer page) =>
        [.. Regex.Matches(page.Body, "data-testid=\"account-session\" data-current=\"([a-z]+)\".*?name=\"session\" value=\"([^\"]+)\"", RegexOptions.Singleline)
            .Select(match => (match.Groups[2].Value, match.Groups[1].Value == "true"))];
}
