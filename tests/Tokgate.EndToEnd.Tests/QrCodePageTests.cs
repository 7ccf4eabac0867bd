using System.Net.Http.Json;
using System.Web;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Signing in by a code and a phone, as Chromium shows it: by keyboard, from right to left, on a narrow screen, without scripts.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class QrCodePageTests(HostedPagesFixture world)
{
    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("ar", ColorScheme.Dark, 360)]
    public async Task The_page_continues_by_itself_when_the_phone_has_confirmed_and_all_of_it_goes_by_keyboard(string language, ColorScheme scheme, int width)
    {
        var page = await OpenAsync(language, scheme, width);
        await page.GotoAsync(world.Authorize("&connection=tiktok"));
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("continue-with-tiktok")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("continue-with-qr-code")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        var code = page.GetByTestId("qr-code").GetByRole(AriaRole.Img);
        await Expect(code).ToBeVisibleAsync();
        Assert.NotEqual("", await code.GetAttributeAsync("aria-label"));
        await Expect(page.GetByTestId("qr-application")).ToHaveTextAsync("Stranger & Co");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("", string.Join('\n', await AxeText.FaultsAsync(page, world.Axe)));

        // The status is told by a live region, in the page's own words, without taking the focus away.
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("qr-continue")).ToBeFocusedAsync();
        var status = page.GetByRole(AriaRole.Status);
        var waiting = await status.TextContentAsync();
        await PhoneAsync(page, "scan");
        await Expect(status).Not.ToHaveTextAsync(waiting!); // it says something
        await Expect(page.GetByTestId("qr-continue")).ToBeFocusedAsync();
        await PhoneAsync(page, "confirm");
        await Expect(page.GetByTestId("consent-allow")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_that_is_over_says_so_and_a_new_one_comes_by_keyboard()
    {
        var page = await OpenAsync("de", ColorScheme.Light, 360);
        await page.GotoAsync(world.Authorize("&connection=tiktok&tokgate_method=qr"));
        await page.GetByTestId("qr-continue").FocusAsync();
        await PhoneAsync(page, "deny");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("gilt nicht mehr");
        await Expect(page.GetByTestId("qr-code")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("qr-renew")).ToBeFocusedAsync(); // it took the place of the button that had the focus
        Assert.Equal("", string.Join('\n', await AxeText.FaultsAsync(page, world.Axe)));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("qr-code")).ToBeVisibleAsync();
        await PhoneAsync(page, "confirm");
        await Expect(page.GetByTestId("consent-allow")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_a_button_continues()
    {
        var page = await OpenAsync("ja", ColorScheme.Light, 360, scripts: false);
        await page.GotoAsync(world.Authorize("&connection=tiktok&tokgate_method=qr"));
        await PhoneAsync(page, "scan");
        await page.GetByTestId("qr-continue").ClickAsync();
        await Expect(page.GetByTestId("qr-state")).ToContainTextAsync("読み取られました");
        await PhoneAsync(page, "confirm");

        // TikTok is not asked twice within two seconds, so a click may come too soon and show the same page again.
        await Eventually.HoldsAsync(async () =>
        {
            await page.GetByTestId("qr-continue").ClickAsync();
            return await page.GetByTestId("consent-allow").IsVisibleAsync();
        });
        await page.Context.CloseAsync();
    }

    // What the code says is read by its picture in the broker's own tests; here it comes from the link to the emulator's phone.
    private async Task PhoneAsync(IPage page, string action)
    {
        var link = await page.GetByTestId("qr-emulator").GetAttributeAsync("href") ?? throw new InvalidOperationException("There is no phone.");
        var content = HttpUtility.ParseQueryString(new Uri(link).Query)["url"];
        using var answer = await world.TikTok.Control.PostAsJsonAsync("/_emulator/qr", new { scan_url = content, user = "creator_full", action });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<IPage> OpenAsync(string language, ColorScheme scheme, int width, bool scripts = true) => world.Chromium.NewPageAsync(new BrowserNewContextOptions
    {
        Locale = language,
        ColorScheme = scheme,
        ViewportSize = new ViewportSize { Width = width, Height = 800 },
        JavaScriptEnabled = scripts,
    });
}
