using System.Net;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Clients;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.QrCodes;

/// <summary>Signing in by a code on the broker's page: this browser, one look at a time, one sign-in for one code.</summary>
public sealed class QrPageTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Fact]
    public async Task The_sign_in_page_offers_both_ways_and_each_can_be_asked_for()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var page = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Contains("data-testid=\"continue-with-tiktok\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("&amp;connection=tiktok&amp;tokgate_method=qr\" data-testid=\"continue-with-qr-code\"", page.Body, StringComparison.Ordinal);

        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize(("tokgate_method", "redirect")))).Query.Keys);
        using var other = world.World.NewBrowser();
        var code = await QrWorld.ShowAsync(other, ("connection", "tiktok"));
        Assert.Equal(200, code.Status);
        Assert.Equal("web", WebUtility.HtmlDecode(code.Text("qr-application")));
        Assert.Contains(QrWorld.PictureOf(QrWorld.ContentOf(code)), code.Body, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", code.Headers["Content-Security-Policy"], StringComparison.Ordinal);

        // What only the broker may know stands nowhere on the page: TikTok's handle for asking, and its secret.
        Assert.DoesNotContain("emulator-secret", code.Body, StringComparison.Ordinal);
        Assert.Equal("invalid_request", (await other.GoAsync(SignInWorld.Authorize(("tokgate_method", "telepathy")))).Query["error"]);
    }

    [Fact]
    public async Task Rfc9126_A_pushed_request_is_picked_up_with_the_persons_choice_beside_it_and_its_own_choice_stands()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        (string, string)[] form = [("response_type", "code"), ("redirect_uri", SignInWorld.Callback), ("scope", "openid")];
        var open = await world.Broker.PostAsync("/oauth/par", Broker.Basic(The.Web, The.WebSecret), form);
        var address = $"/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(open.Member("request_uri"))}";
        Assert.Contains("data-testid=\"continue-with-qr-code\"", (await browser.GoAsync(address)).Body, StringComparison.Ordinal);
        var page = await browser.GoAsync(address + "&connection=tiktok&tokgate_method=qr");
        await world.PhoneAsync(QrWorld.ContentOf(page));
        Assert.Contains("code", (await QrWorld.ContinueAsync(browser, QrWorld.HandleOf(page))).Query.Keys);

        using var other = world.World.NewBrowser();
        var closed = await world.Broker.PostAsync("/oauth/par", Broker.Basic(The.Web, The.WebSecret), [.. form, ("tokgate_method", "redirect")]);
        Assert.Contains("code", (await other.GoAsync($"/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(closed.Member("request_uri"))}&tokgate_method=qr")).Query.Keys);
    }

    [Fact]
    public async Task A_set_up_that_TikTok_refuses_is_told_to_the_operator_by_its_cause()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var handle = QrWorld.HandleOf(await QrWorld.ShowAsync(browser));
        await world.TikTok.PutAsync($"/_emulator/apps/{Tokgate.Emulator.TikTokEmulator.ProductionClientKey}", new { client_secret = "another-secret-0000000000000000000000000" });
        Assert.Equal("over", (await QrWorld.StatusAsync(browser, handle)).Member("state"));
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited is { Name: "signin.failed", ErrorId: "TTK3103", FlowId: not null });
    }

    [Fact]
    public async Task A_connection_without_codes_leads_to_TikTok_at_once_and_says_that_it_has_none()
    {
        await using var world = await SignInWorld.StartAsync();
        using var browser = world.NewBrowser();
        Assert.Contains("TTK3353", (await browser.GoAsync(SignInWorld.Authorize(("tokgate_method", "qr")))).Query["error_description"], StringComparison.Ordinal);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_code_that_is_confirmed_on_the_phone_signs_in_the_browser_that_shows_it_and_is_used_once(string engine)
    {
        await using var world = await QrWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(browser);
        var (handle, content) = (QrWorld.HandleOf(page), QrWorld.ContentOf(page));
        Assert.Equal("waiting", (await QrWorld.StatusAsync(browser, handle)).Member("state"));
        Assert.Equal(303, (await QrWorld.ContinueAsync(browser, handle)).Status); // nothing to continue with yet

        world.Wait();
        await world.PhoneAsync(content, "scan");
        Assert.Equal("scanned", (await QrWorld.StatusAsync(browser, handle)).Member("state"));
        await world.PhoneAsync(content);
        world.Wait();
        Assert.Equal("confirmed", (await QrWorld.StatusAsync(browser, handle)).Member("state"));

        // Fifty tabs that continue at once are one sign-in.
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => QrWorld.ContinueAsync(browser, handle)));
        var landed = Assert.Single(answers, answer => answer.Headers.ContainsKey("Location"));
        Assert.Equal((303, "s t/ä", Broker.Issuer), (landed.Status, landed.Query["state"], landed.Query["iss"]));
        Assert.All(answers.Except([landed]), answer => Assert.Contains("TTK3101", answer.Body, StringComparison.Ordinal));
        Assert.Equal(1, await world.AskedAsync("/v2/oauth/token/"));
        var tokens = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        Assert.Equal(200, tokens.Status);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query.Keys); // there is a session now
        Assert.Equal(
            [("signin.started", "qr"), ("signin.completed", "first"), ("token.issued", "authorization_code")],
            (await world.Broker.StoryAsync((await world.World.GrantOfAsync(landed.Query["code"])).Id)).Where(audited => audited.Name != "signin.failed").Select(audited => (audited.Name, audited.Cause)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task TikTok_is_asked_by_one_at_a_time_and_not_more_often_than_every_two_seconds_whoever_wants_to_know(string engine)
    {
        await using var world = await QrWorld.StartAsync(engine);
        using var browser = world.World.NewBrowser();
        var handle = QrWorld.HandleOf(await QrWorld.ShowAsync(browser));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => QrWorld.StatusAsync(browser, handle)));
        Assert.Equal(1, await world.LooksAsync());
        world.Wait();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async index => await (index % 2 == 0 ? QrWorld.StatusAsync(browser, handle) : QrWorld.ContinueAsync(browser, handle))));
        Assert.Equal(2, await world.LooksAsync());
    }

    [Fact]
    public async Task T_01_A_code_belongs_to_the_browser_that_shows_it()
    {
        await using var world = await QrWorld.StartAsync();
        using var victim = world.World.NewBrowser();
        using var thief = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(victim);
        var (handle, content) = (QrWorld.HandleOf(page), QrWorld.ContentOf(page));
        await QrWorld.ShowAsync(thief); // with a cookie of its own
        await world.PhoneAsync(content);
        Assert.Equal("invalid_request", (await QrWorld.StatusAsync(thief, handle)).Error);
        Assert.Contains("TTK3101", (await QrWorld.ContinueAsync(thief, handle)).Body, StringComparison.Ordinal);
        Assert.Contains("TTK3101", (await thief.StepAsync("/login/qr?qr=" + handle)).Body, StringComparison.Ordinal);
        Assert.Contains("TTK3101", (await QrWorld.ContinueAsync(thief, handle, "here")).Body, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await world.AskAsync(handle)).Error); // nor does a program get anything for a page's code
        Assert.Equal(0, await world.LooksAsync());
        Assert.Contains(await world.Broker.AuditAsync(), audited => audited.Name == "suspicious.other_browser");
        Assert.Contains("code", (await QrWorld.ContinueAsync(victim, handle)).Query.Keys);
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("expire")]
    [InlineData(null)]
    public async Task A_code_that_is_over_says_so_and_another_one_takes_its_place(string? ending)
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(browser);
        var (handle, content) = (QrWorld.HandleOf(page), QrWorld.ContentOf(page));
        if (ending is null)
        {
            world.Broker.Time.Advance(TimeSpan.FromMinutes(3)); // by our own clock, and TikTok is not asked
        }
        else
        {
            await world.PhoneAsync(content, ending);
        }

        Assert.Equal("over", (await QrWorld.StatusAsync(browser, handle)).Member("state"));
        Assert.Equal(ending is null ? 0 : 1, await world.LooksAsync());
        Assert.Contains("This code is over", (await browser.StepAsync("/login/qr?qr=" + handle)).Text("qr-state"), StringComparison.Ordinal);

        // Ten clicks make one new code.
        var renewed = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => QrWorld.ContinueAsync(browser, handle, "renew")));
        Assert.All(renewed, answer => Assert.Equal(303, answer.Status));
        var again = await browser.StepAsync("/login/qr?qr=" + handle);
        Assert.NotEqual(content, QrWorld.ContentOf(again));
        Assert.Equal("waiting", (await QrWorld.StatusAsync(browser, handle)).Member("state"));
        await world.PhoneAsync(QrWorld.ContentOf(again));
        world.Wait();
        Assert.Contains("code", (await QrWorld.ContinueAsync(browser, handle)).Query.Keys);
    }

    [Fact]
    public async Task Whoever_would_rather_stay_in_this_browser_goes_to_TikTok_and_the_code_is_worth_nothing_any_more()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(browser);
        var (handle, content) = (QrWorld.HandleOf(page), QrWorld.ContentOf(page));
        var landed = await browser.PostAsync("/login/qr", ("qr", handle), ("action", "here"));
        Assert.Contains("code", landed.Query.Keys);
        await world.PhoneAsync(content);
        Assert.Contains("TTK3101", (await QrWorld.ContinueAsync(browser, handle)).Body, StringComparison.Ordinal);
        Assert.Equal(0, await world.LooksAsync());
    }

    [Fact]
    public async Task An_application_of_others_asks_for_consent_as_it_does_after_a_callback()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(browser, ("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"));
        await world.PhoneAsync(QrWorld.ContentOf(page));
        var consent = await browser.PostAsync("/login/qr", ("qr", QrWorld.HandleOf(page)));
        Assert.Equal("Stranger & Co", consent.Text("consent-application"));
    }

    [Fact]
    public async Task Who_is_kept_out_or_whose_connection_or_client_is_gone_meanwhile_is_not_signed_in()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var gone = await QrWorld.ShowAsync(browser);
        await world.PhoneAsync(QrWorld.ContentOf(gone));
        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = false });
        Assert.Contains("TTK3310", (await QrWorld.ContinueAsync(browser, QrWorld.HandleOf(gone))).Body, StringComparison.Ordinal);
        await world.Broker.ChangeConnectionAsync(config => config with { IsActiveForAuthentication = true });
        Assert.Contains("code", (await QrWorld.ContinueAsync(browser, QrWorld.HandleOf(gone))).Query.Keys);

        await world.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, "Blocked")), CancellationToken.None);
        using var other = world.World.NewBrowser();
        var blocked = await QrWorld.ShowAsync(other);
        await world.PhoneAsync(QrWorld.ContentOf(blocked));
        Assert.Contains("TTK3125", (await QrWorld.ContinueAsync(other, QrWorld.HandleOf(blocked))).Body, StringComparison.Ordinal);

        var disabled = await QrWorld.ShowAsync(other);
        await world.PhoneAsync(QrWorld.ContentOf(disabled), user: "creator_sparse");
        var store = world.Broker.Get<IClientStore>();
        Assert.True(await store.TryUpdateAsync((await store.FindAsync(The.Web, CancellationToken.None))!.Client with { Status = ClientStatus.Disabled }, CancellationToken.None)); // of the cast
        world.Broker.Get<ClientDirectory>().Forget(The.Web);
        Assert.Equal(400, (await QrWorld.ContinueAsync(other, QrWorld.HandleOf(disabled))).Status);
    }

    [Fact]
    public async Task A_browser_has_five_codes_at_most_and_the_oldest_go()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        List<string> handles = [];
        for (var index = 0; index < 7; index++)
        {
            handles.Add(QrWorld.HandleOf(await QrWorld.ShowAsync(browser)));
            world.Broker.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        await using var context = await world.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Equal(5, await context.QrSignIns.CountAsync());
        Assert.Contains("TTK3101", (await browser.StepAsync("/login/qr?qr=" + handles[0])).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.StepAsync("/login/qr?qr=" + handles[^1])).Status);
    }

    [Fact]
    public async Task TikTok_that_is_away_spends_nothing_and_a_code_goes_on_when_it_is_back()
    {
        await using var world = await QrWorld.StartAsync();
        using var browser = world.World.NewBrowser();
        var page = await QrWorld.ShowAsync(browser);
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "check_qrcode", kind = "status", count = 10, status = 503 });
        await world.PhoneAsync(QrWorld.ContentOf(page));
        var asked = await QrWorld.StatusAsync(browser, QrWorld.HandleOf(page));
        Assert.Equal("waiting", asked.Member("state"));
        Assert.True(asked.Json.GetProperty("interval").GetInt64() > 2000);
        using var healed = await world.TikTok.Control.DeleteAsync("/_emulator/faults");
        world.Broker.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("code", (await QrWorld.ContinueAsync(browser, QrWorld.HandleOf(page))).Query.Keys);
    }
}
