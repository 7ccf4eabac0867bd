using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Every page of the broker that a person may see, as Chromium shows it: to everybody, by keyboard, on a phone, in the dark, from right to left, and without scripts.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class HostedPagesTests(HostedPagesFixture world)
{
    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("de", ColorScheme.Dark, 1280)]
    [InlineData("ja", ColorScheme.Light, 360)]
    [InlineData("ar", ColorScheme.Dark, 360)]
    public async Task Wcag_2_2_AA_No_page_has_a_fault_that_axe_finds(string language, ColorScheme scheme, int width)
    {
        var page = await OpenAsync(language, scheme, width);
        await page.Context.RouteAsync("https://stranger.example/**", route => route.FulfillAsync(new() { Body = "back" }));
        await foreach (var name in WalkAsync(page))
        {
            Assert.Equal((name, language), (name, await page.Locator("html").GetAttributeAsync("lang")));
            Assert.Equal((name, language == "ar" ? "rtl" : "ltr"), (name, await page.Locator("html").GetAttributeAsync("dir")));
            Assert.Equal((name, width), (name, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
            Assert.Equal((name, ""), (name, string.Join('\n', await AxeText.FaultsAsync(page, world.Axe))));
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_account_page_works_by_keyboard_and_without_scripts()
    {
        var page = await OpenAsync("en", ColorScheme.Light, 1280, scripts: false);
        await page.GotoAsync(new Uri(world.Issuer, "/account").AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("continue-with-tiktok").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("account-session").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("end-session").First).ToBeFocusedAsync();
        await Expect(page.GetByTestId("end-session").First).ToHaveAccessibleNameAsync("Sign out: Chrome · Linux");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("account-signed-out")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // Signs in on the way, because most pages are for somebody; the name of each page as the browser stands on it.
    private async IAsyncEnumerable<string> WalkAsync(IPage page)
    {
        await page.GotoAsync(new Uri(world.Issuer, "/account").AbsoluteUri);
        yield return "account, signed out";

        await page.GotoAsync(new Uri(world.Issuer, "/authorize?client_id=nobody").AbsoluteUri);
        yield return "error";

        await page.GotoAsync(world.Authorize());
        yield return "sign-in";

        await page.GetByTestId("continue-with-qr-code").First.ClickAsync();
        await Expect(page.GetByTestId("qr-code")).ToBeVisibleAsync();
        yield return "QR code";

        await page.GetByTestId("continue-with-tiktok").ClickAsync();
        await Expect(page.GetByTestId("consent-allow")).ToBeVisibleAsync();
        yield return "consent";

        await page.GetByTestId("consent-allow").ClickAsync();
        await page.WaitForURLAsync("https://stranger.example/**");
        await page.GotoAsync(new Uri(world.Issuer, "/account").AbsoluteUri);
        await Expect(page.GetByTestId("account-session").First).ToBeVisibleAsync();
        yield return "account";

        await page.GetByTestId("remove-application").Last.ClickAsync();
        await Expect(page.GetByTestId("account-notice")).ToBeVisibleAsync();
        yield return "account, after something was ended";

        await page.GotoAsync(new Uri(world.Issuer, "/oidc/logout").AbsoluteUri);
        yield return "logout";

        await page.GetByTestId("stay-signed-in").ClickAsync();
        yield return "still signed in";

        await page.GotoAsync(new Uri(world.Issuer, "/oidc/logout").AbsoluteUri);
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("signed-out")).ToBeVisibleAsync();
        yield return "signed out";
    }

    private Task<IPage> OpenAsync(string language, ColorScheme scheme, int width, bool scripts = true) => world.Chromium.NewPageAsync(new BrowserNewContextOptions
    {
        Locale = language,
        ColorScheme = scheme,
        ViewportSize = new ViewportSize { Width = width, Height = 800 },
        JavaScriptEnabled = scripts,
    });
}
