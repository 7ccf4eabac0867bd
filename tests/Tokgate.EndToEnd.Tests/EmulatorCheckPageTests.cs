using Microsoft.Playwright;
using Tokgate.Emulator;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The emulator's page on what clients did wrong, in Chromium: to everybody, on a phone, in the dark, by keyboard and without scripts.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class EmulatorCheckPageTests(HostedPagesFixture world)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Wcag_2_2_AA_The_page_has_no_fault_that_axe_finds_and_fits_a_phone(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(scheme, width, scripts: true);
        await DepartAsync(page);
        await page.GotoAsync(Check);
        Assert.True(await page.Locator("article").CountAsync() > 3);

        Assert.Equal("", string.Join('\n', await AxeText.FaultsAsync(page, world.Axe)));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        world.TikTok.ClearCheck();
        await page.GotoAsync(Check);
        await Expect(page.GetByTestId("check-verdict")).ToHaveTextAsync("nothing checked");
        Assert.Equal("", string.Join('\n', await AxeText.FaultsAsync(page, world.Axe)));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_is_found_from_the_start_page_and_begins_anew_by_keyboard_and_without_scripts()
    {
        var page = await OpenAsync(ColorScheme.Light, 1280, scripts: false);
        await DepartAsync(page);

        await page.GotoAsync(world.TikTok.BaseAddress.AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("check-link")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("deviation-client-id-instead-of-client-key")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("check-verdict")).ToHaveTextAsync("errors");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("check-again")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("check-clear")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("check-verdict")).ToHaveTextAsync("nothing checked");
        await page.Context.CloseAsync();
    }

    private string Check => new Uri(world.TikTok.BaseAddress, "/_emulator/check").AbsoluteUri;

    private async Task<IPage> OpenAsync(ColorScheme scheme, int width, bool scripts) => await world.Chromium.NewPageAsync(new()
    {
        ColorScheme = scheme,
        JavaScriptEnabled = scripts,
        ViewportSize = new() { Width = width, Height = 900 },
        BypassCSP = scripts, // axe is put into the page
    });

    // An error, a warning and a note, with text that would be too wide and markup that must stay text.
    private async Task DepartAsync(IPage page)
    {
        await page.GotoAsync(new Uri(world.TikTok.BaseAddress, $"/v2/auth/authorize/?client_id={TikTokEmulator.SandboxClientKey}&scope=user.info.profile+{new string('x', 200)}%3Cb%3E&state=x&nonce=n").AbsoluteUri);
        await page.GotoAsync(new Uri(world.TikTok.BaseAddress, $"/v2/auth/authorize?client_key={TikTokEmulator.SandboxClientKey}&client_id=x").AbsoluteUri);
    }
}
