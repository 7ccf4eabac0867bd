using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The broker's pages in a real browser, against names that are scripts and sites that frame.</summary>
public sealed class PageAttackTests(AttackFixture fixture) : IClassFixture<AttackFixture>
{
    [Fact]
    public async Task T_23_What_people_and_clients_are_called_is_text_on_every_page()
    {
        await NameEverybodyAsync();
        var page = await fixture.Chromium.NewPageAsync();
        var complaints = await TrapAsync(page);
        for (var index = 0; index < AttackFixture.Payloads.Count; index++)
        {
            var payload = AttackFixture.Payloads[index];

            // The choice of connections, the consent page, the page that posts back, the question before signing out, and a failure.
            await page.GotoAsync(Authorize(index, payload));
            Assert.Contains(payload, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
            await page.GotoAsync(Authorize(index, payload, "&connection=tiktok&response_mode=form_post"));
            Assert.Equal(payload, await page.GetByTestId("consent-application").InnerTextAsync());
            await page.GetByTestId("consent-deny").ClickAsync();
            await page.WaitForURLAsync(AttackFixture.Application + "/**", new PageWaitForURLOptions { WaitUntil = WaitUntilState.Commit });
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
    public async Task T_22_No_page_is_shown_in_a_frame()
    {
        var page = await fixture.Chromium.NewPageAsync();
        await TrapAsync(page);
        await page.GotoAsync(Authorize(0, "x", "&connection=tiktok"));
        var consent = page.Url;
        await page.GetByTestId("consent-allow").WaitForAsync();
        string[] addresses =
        [
            At("/authorize"), Authorize(0, "x"), Authorize(0, "x", "&connection=tiktok&prompt=consent"), consent, At("/consent"), At("/login/callback"), At("/login/callback/second"), At("/oidc/logout"),
            At("/oidc/logout?post_logout_redirect_uri=https://evil.example/"), At("/oidc/logout/confirm"),
        ];
        foreach (var address in addresses)
        {
            foreach (var framer in (string[])[AttackFixture.Application + "/frame", At("/health/live")])
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
        return At($"/authorize?client_id=app{index}&redirect_uri={Uri.EscapeDataString(AttackFixture.Application + "/cb")}&response_type=code&scope=openid%20profile&state={text}&login_hint={text}&ui_locales={text}&nonce={text}{more}");
    }

    private async Task NameEverybodyAsync()
    {
        var all = string.Concat(AttackFixture.Payloads);
        using var answer = await fixture.Emulator.Control.PostAsJsonAsync(
            new Uri("/_emulator/users", UriKind.Relative), new { username = "mallory", display_name = all[..Math.Min(all.Length, 200)], bio_description = all });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await fixture.Emulator.ConsentAsync("mallory");
    }

    // The application is nobody: what is sent there is answered here. Whatever a page runs, or is kept from running, is told.
    private static async Task<List<string>> TrapAsync(IPage page)
    {
        var complaints = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            complaints.Add($"{page.Url} opened a dialog");
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || message.Text.Contains("Refused to", StringComparison.Ordinal))
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        await page.RouteAsync(AttackFixture.Application + "/**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!doctype html><title>application</title><body></body>" }));
        await page.RouteAsync("**/evil.example/**", route =>
        {
            complaints.Add($"{page.Url} asked {route.Request.Url}");
            return route.AbortAsync();
        });
        return complaints;
    }
}
