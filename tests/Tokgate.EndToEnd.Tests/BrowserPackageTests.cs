using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The browser package (web/sdk) against the broker, by the samples as they stand, in Chromium.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class BrowserPackageTests(SinglePageFixture world)
{
    [Fact]
    public async Task A_plain_page_signs_in_and_out_by_keyboard_under_the_strictest_policy()
    {
        var page = await world.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        var asked = new List<string>();
        page.Request += (_, request) => asked.AddRange(request.Url.Contains("/v2/auth/authorize/?", StringComparison.Ordinal) ? [request.Url] : []);
        await page.GotoAsync(world.Plain.Address.AbsoluteUri);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Continue with TikTok" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("tokgate-button")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await ConsentAsync(page);

        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await Expect(page.Locator("tokgate-button")).ToBeHiddenAsync();
        Assert.Equal(world.Plain.Address.AbsoluteUri, page.Url); // neither code nor state is left in the address
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length + localStorage.length + document.cookie.length"));

        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.Locator("tokgate-button")).ToBeVisibleAsync();
        await page.Locator("tokgate-button").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        Assert.Equal(2, asked.Count); // the broker has ended its session too; TikTok remembers what it was allowed
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_React_application_under_Vite_signs_in_and_out_by_its_hook()
    {
        var page = await world.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        await page.GotoAsync(world.React.Address.AbsoluteUri);
        await page.GetByTestId("continue-with-tiktok").ClickAsync();
        await page.GetByTestId("cancel").ClickAsync();

        await Expect(page.GetByTestId("error")).Not.ToBeEmptyAsync();
        await Expect(page.GetByTestId("continue-with-tiktok")).ToHaveTextAsync("Sign in with TikTok");
        await page.GetByTestId("continue-with-tiktok").ClickAsync();
        await ConsentAsync(page);

        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        Assert.Equal(new Uri(world.React.Address, "/dashboard").AbsoluteUri, page.Url);
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("continue-with-tiktok")).ToBeEnabledAsync();
        Assert.Equal(world.React.Address.AbsoluteUri, page.Url);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_connects_an_account_to_whoever_is_signed_in_and_takes_no_forged_answer()
    {
        var page = await world.Chromium.NewPageAsync();
        await AnswerAtTikTokAsync(new { mode = "auto", user = "creator_full" });
        var home = new Uri(world.Plain.Address, "/accounts").AbsoluteUri;
        await page.GotoAsync(home + "?connect_code=tgf_x&state=y");
        Assert.Equal("state_unknown", await RunAsync(page, "accounts.handleConnection(tokgate)"));
        Assert.Equal(home, page.Url);

        await LeaveAsync(page, "tokgate.signIn()", "**/accounts?code=*");
        Assert.Equal("null", await RunAsync(page, "accounts.handleConnection(tokgate).then(JSON.stringify)"));
        await AnswerAtTikTokAsync(new { mode = "auto", user = "basic_only" });
        await LeaveAsync(page, "accounts.connectAccount(tokgate, { issuer, redirectUri: '/accounts' })", "**/connect?ticket=*");
        await page.GetByTestId("connect-go").ClickAsync();
        await page.WaitForURLAsync("**/accounts?connect_code=*");
        await LeaveAsync(page, "accounts.handleConnection(tokgate)", "**/accounts?code=*");
        var account = JsonDocument.Parse(await RunAsync(page, "accounts.handleConnection(tokgate).then(JSON.stringify)")).RootElement;

        Assert.Equal(("tiktok", "connected_accounts"), (account.GetProperty("connection").GetString(), account.GetProperty("purpose").GetString()));
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length"));
        Assert.Equal(home, page.Url);
        await AnswerAtTikTokAsync(new { mode = "ask" });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_01_An_answer_is_taken_once_from_the_issuer_and_in_the_tab_that_asked()
    {
        var attacker = await world.Chromium.NewPageAsync();
        var victim = await world.Chromium.NewPageAsync();
        var exchanges = new List<string>();
        victim.Request += (_, request) => exchanges.Add(request.Url);
        attacker.Request += (_, request) => exchanges.Add(request.Url);
        await AnswerAtTikTokAsync(new { mode = "auto", user = "creator_full" });
        var answer = await AnswerAsync(attacker);

        Assert.Equal("state_unknown", await OpenAsync(victim, answer));
        await AnswerAsync(victim); // now it has a sign-in under way, and keeps the answer to it
        Assert.Equal("state_unknown", await OpenAsync(victim, answer));
        Assert.Equal("wrong_issuer", await OpenAsync(attacker, answer.Replace("iss=", "iss=https%3A%2F%2Felsewhere.example%2F", StringComparison.Ordinal)));
        Assert.Equal("state_unknown", await OpenAsync(attacker, answer)); // the tab has had its answer

        answer = await AnswerAsync(attacker);
        Assert.Equal("bad_answer", await OpenAsync(attacker, answer + "&code=another"));
        Assert.DoesNotContain(exchanges, static url => url.EndsWith("/oauth/token", StringComparison.Ordinal));

        answer = await AnswerAsync(attacker);
        Assert.Equal("Camille Full", await OpenAsync(attacker, answer));
        await AnswerAtTikTokAsync(new { mode = "ask" });
        await attacker.Context.CloseAsync();
        await victim.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_gone_wrong_is_told_in_words_a_code_and_TikToks_log_id()
    {
        var page = await world.Chromium.NewPageAsync();
        await page.GotoAsync(world.Plain.Address.AbsoluteUri);

        var told = await page.EvaluateAsync<JsonElement>($$"""
            async () => {
              const { createTokgate, TokgateError } = await import("/tokgate/index.js");
              const code = async (action) => { try { await action(); return "none"; } catch (error) { return error instanceof TokgateError && error.description ? error.code : String(error); } };
              const options = { issuer: "{{world.Issuer.GetLeftPart(UriPartial.Authority)}}", clientId: "browser-page", redirectUri: "/" };
              history.replaceState(null, "", "/?tiktok_error=access_denied&tiktok_error_id=TTK2003&tiktok_log_id=2026x");
              const twice = createTokgate({ base: "/api/auth" });
              const answers = [twice.handleCallback(), twice.handleCallback()]; // as React does while developing
              const [denied, again] = await Promise.all(answers.map((answer) => answer.catch((error) => [error.code, error.docs, error.logId])));
              history.replaceState(null, "", "/?tiktok_error=%3Cb%3E&tiktok_error_id=../x&tiktok_log_id=call+555");
              const forged = await createTokgate({ base: "/api/auth" }).handleCallback().catch((error) => [error.code, error.docs, error.logId]);
              return {
                codes: [
                  await code(() => createTokgate({ ...options, issuer: "http://elsewhere.example" })),
                  await code(() => createTokgate({ base: "//elsewhere.example" })),
                  await code(() => createTokgate({ ...options, issuer: options.issuer + "/" }).signIn()),
                  await code(() => createTokgate(options).signIn({ returnTo: "https://elsewhere.example/" })),
                  await code(() => createTokgate({ ...options, issuer: "http://localhost:1" }).signIn()),
                ],
                denied, again, forged, address: location.href,
              };
            }
            """);

        Assert.Equal(["not_configured", "not_configured", "wrong_issuer", "not_configured", "unreachable"], told.GetProperty("codes").EnumerateArray().Select(static code => code.GetString()));
        Assert.Equal("""["access_denied","docs/errors/TTK2003.md","2026x"]""", told.GetProperty("denied").GetRawText());
        Assert.Equal(told.GetProperty("denied").GetRawText(), told.GetProperty("again").GetRawText());
        Assert.Equal("sign_in_failed", told.GetProperty("forged")[0].GetString());
        Assert.Equal(world.Plain.Address.AbsoluteUri, told.GetProperty("address").GetString());

        var complaints = ScriptTrap.Set(page);
        await page.RouteAsync("**/.well-known/openid-configuration", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace($"{world.Issuer}authorize", "javascript:alert(1)//", StringComparison.Ordinal) });
        });
        await page.ReloadAsync();
        await page.Locator("tokgate-button").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("calls itself otherwise");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    private Task<string> RunAsync(IPage page, string action) => page.EvaluateAsync<string>($"async () => {{ {Connecting} return String(await {action}.catch((error) => error.code ?? error)); }}");

    // What leaves the page never ends in it.
    private async Task LeaveAsync(IPage page, string action, string to)
    {
        await page.EvaluateAsync($"() => {{ (async () => {{ {Connecting} await {action}; }})(); }}");
        await page.WaitForURLAsync(to);
    }

    private string Connecting => $$"""
        const [{ createTokgate }, accounts] = await Promise.all([import("/tokgate/index.js"), import("/tokgate/accounts.js")]);
        const issuer = "{{world.Issuer.GetLeftPart(UriPartial.Authority)}}";
        const tokgate = (window.tokgate ??= createTokgate({ issuer, clientId: "accounts", redirectUri: "/accounts", scope: "openid profile create:me:connected_accounts", parameters: { audience: `${issuer}/me/` } }));
        """;

    private static async Task ConsentAsync(IPage page)
    {
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
    }

    // Without its script the page keeps the answer, as for somebody who wants to send it to another.
    private async Task<string> AnswerAsync(IPage page)
    {
        await page.GotoAsync(world.Plain.Address.AbsoluteUri);
        await page.RouteAsync("**/page.js", static route => route.AbortAsync());
        await page.Locator("tokgate-button").ClickAsync();
        await page.WaitForURLAsync("**/?code=*");
        await page.UnrouteAllAsync();
        return page.Url;
    }

    private async Task AnswerAtTikTokAsync(object consent)
    {
        using var control = new HttpClient { BaseAddress = world.Emulator };
        using var done = await control.PutAsJsonAsync("/_emulator/consent", consent);
        done.EnsureSuccessStatusCode();
    }

    private static async Task<string> OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        var error = page.GetByTestId("error");
        var person = page.GetByTestId("signed-in-as");
        await Expect(error.Or(person).Filter(new() { HasTextRegex = new(".+") })).ToHaveCountAsync(1);
        return await person.TextContentAsync() is { Length: > 0 } text ? text.Replace("Signed in as ", "", StringComparison.Ordinal) : await page.EvaluateAsync<string>("document.querySelector('tokgate-button').tokgate.getState().error.code");
    }
}
