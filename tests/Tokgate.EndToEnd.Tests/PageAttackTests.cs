using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The broker's pages in a real browser, against names that are scripts and sites that frame.</summary>
public sealed class PageAttackTests(AttackFixture fixture) : IClassFixture<AttackFixture>
{
    [Fact]
    public async Task T_23_What_people_and_clients_are_called_is_text_on_every_page()
    {
        await NameEverybodyAsync("mallory");
        var page = await fixture.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        for (var index = 0; index < AttackFixture.Payloads.Count; index++)
        {
            var payload = AttackFixture.Payloads[index];

            // The choice of connections, the consent page, the page that posts back, the question before signing out, and a failure.
            await page.GotoAsync(Authorize(index, payload));
            Assert.Contains(payload, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            await page.GotoAsync(Authorize(index, payload, "&connection=tiktok&response_mode=form_post"));
            Assert.Equal(payload, await page.GetByTestId("consent-application").InnerTextAsync());
            await page.GetByTestId("consent-deny").ClickAsync();
            await ArriveAsync(page);
            await page.GotoAsync(At($"/oidc/logout?client_id=app{index}&state={Uri.EscapeDataString(payload)}&ui_locales={Uri.EscapeDataString(payload)}&logout_hint={Uri.EscapeDataString(payload)}"));
            Assert.Equal(payload, await page.GetByTestId("sign-out-application").InnerTextAsync());
            await page.GotoAsync(At($"/login/callback?error={Uri.EscapeDataString(payload)}&error_description={Uri.EscapeDataString(payload)}&state={Uri.EscapeDataString(payload)}"));
            await page.GetByTestId("error-reference").WaitForAsync();
        }

        Assert.InRange(AttackFixture.Payloads.Count, 30, 100);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_23_What_people_and_clients_are_called_is_text_on_the_account_page()
    {
        var name = await NameEverybodyAsync("mallory.too"); // what she allows must not be remembered of the other one
        var page = await fixture.Chromium.NewPageAsync(new BrowserNewContextOptions { UserAgent = string.Concat(AttackFixture.Payloads.Take(8)) });
        var complaints = ScriptTrap.Set(page);
        for (var index = 0; index < AttackFixture.Payloads.Count; index++)
        {
            await page.GotoAsync(Authorize(index, AttackFixture.Payloads[index], "&connection=tiktok&prompt=consent"));
            await page.GetByTestId("consent-allow").ClickAsync();
            await ArriveAsync(page);
        }

        await page.GotoAsync(At("/account"));
        Assert.Equal(name, await page.GetByTestId("account-name").TextContentAsync());
        Assert.Equal(AttackFixture.Payloads.Order(StringComparer.Ordinal), (await page.GetByTestId("account-application").Locator(".name bdi").AllTextContentsAsync()).Order(StringComparer.Ordinal));
        foreach (var payload in AttackFixture.Payloads)
        {
            var text = Uri.EscapeDataString(payload);
            await page.GotoAsync(At($"/account?done={text}&notice={text}&ui_locales={text}&error={text}"));
            await page.GetByTestId("account-title").WaitForAsync();
        }

        await page.GetByTestId("remove-application").First.ClickAsync();
        await page.GetByTestId("account-notice").WaitForAsync();
        await page.GetByTestId("end-all-sessions").ClickAsync();
        await page.GetByTestId("account-signed-out").WaitForAsync();
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_22_No_page_is_shown_in_a_frame()
    {
        var page = await fixture.Chromium.NewPageAsync();
        ScriptTrap.Set(page);
        await page.GotoAsync(Authorize(0, "x", "&connection=tiktok&prompt=consent"));
        var consent = page.Url;
        await page.GetByTestId("consent-allow").WaitForAsync();
        string[] addresses =
        [
            At("/authorize"), Authorize(0, "x"), Authorize(0, "x", "&connection=tiktok&prompt=consent"), consent, At("/consent"), At("/login/callback"), At("/login/callback/second"), At("/oidc/logout"),
            At("/oidc/logout?post_logout_redirect_uri=https://evil.example/"), At("/oidc/logout/confirm"),
            At("/account"), At("/account?done=x"),
        ];
        foreach (var address in addresses)
        {
            foreach (var framer in (string[])[fixture.Application + "/frame", At("/health/live")])
            {
                await page.GotoAsync(framer);
                await page.EvaluateAsync("address => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done; frame.src = address; document.body.append(frame); })", address);
                var frame = page.Frames.Single(inner => inner.ParentFrame is not null);
                Assert.Equal(0, await frame.Locator("main").CountAsync());
                Assert.Equal(0, await frame.Locator("form").CountAsync());
            }
        }

        await page.Context.CloseAsync();
    }

    private string At(string path) => new Uri(fixture.Issuer, path).AbsoluteUri;

    private string Authorize(int index, string payload, string more = "")
    {
        var text = Uri.EscapeDataString(payload);
        return At($"/authorize?client_id=app{index}&redirect_uri={Uri.EscapeDataString(fixture.Application + "/cb")}&response_type=code&scope=openid%20profile&state={text}&login_hint={text}&ui_locales={text}&nonce={text}{more}");
    }

    // By looking: an event of the page that posts itself away is sometimes not seen.
    private Task ArriveAsync(IPage page) => Expect(page).ToHaveURLAsync(new Regex("^" + Regex.Escape(fixture.Application) + "/"));

    private async Task<string> NameEverybodyAsync(string username)
    {
        var all = string.Concat(AttackFixture.Payloads);
        var name = all[..Math.Min(all.Length, 200)];
        using var answer = await fixture.Emulator.Control.PostAsJsonAsync(
            new Uri("/_emulator/users", UriKind.Relative), new { username, display_name = name, bio_description = all });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await fixture.Emulator.ConsentAsync(username);
        return name;
    }
}
