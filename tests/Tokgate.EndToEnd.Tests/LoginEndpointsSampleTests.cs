using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample <c>LoginEndpoints</c>: Razor pages with the tag helper, and the browser package on an application's endpoints.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class LoginEndpointsSampleTests(SinglePageFixture world, LoginEndpointsSample sample) : IClassFixture<LoginEndpointsSample>
{
    [Fact]
    public async Task Its_pages_sign_in_and_out_with_and_without_a_script()
    {
        await SignInAndOutAsync(await world.Chromium.NewPageAsync(new() { JavaScriptEnabled = false, ColorScheme = ColorScheme.Dark }), "/", page => page.GetByTestId("continue-with-tiktok"));
        await SignInAndOutAsync(await world.Chromium.NewPageAsync(), "/script.html", static page => page.Locator("tokgate-button"));
    }

    [Fact]
    public async Task Wcag_2_2_AA_Both_buttons_look_the_same_and_have_no_fault_that_axe_finds()
    {
        const string look = "(element) => { const { width, height } = element.getBoundingClientRect(); const { color, backgroundColor, borderRadius, fontSize } = getComputedStyle(element); return JSON.stringify({ width, height, color, backgroundColor, borderRadius, fontSize }); }";
        var page = await world.Chromium.NewPageAsync(new() { BypassCSP = true }); // axe is put into the page
        await page.GotoAsync(sample.Address.AbsoluteUri);
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));
        var written = await page.GetByTestId("continue-with-tiktok").EvaluateAsync<string>(look);
        await page.GotoAsync(new Uri(sample.Address, "/script.html").AbsoluteUri);
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));

        Assert.Equal(written, await page.Locator("tokgate-button .tokgate-button").EvaluateAsync<string>(look));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_28_A_form_of_another_site_signs_nobody_out()
    {
        await sample.AskAsync(false);
        var page = await world.Chromium.NewPageAsync();
        await page.GotoAsync(new Uri(sample.Address, "/api/auth/signin/tiktok?callbackUrl=/").AbsoluteUri);
        await page.RouteAsync("http://localhost/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<form method=post action={sample.Address}api/auth/signout><button>Win</button></form>" }));
        await page.GotoAsync("http://localhost/");
        await page.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(page.GetByText("TTK2010")).ToBeVisibleAsync();
        await page.GotoAsync(sample.Address.AbsoluteUri);
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await page.Context.CloseAsync();
    }

    private async Task SignInAndOutAsync(IPage page, string path, Func<IPage, ILocator> button)
    {
        var complaints = ScriptTrap.Set(page);
        await sample.AskAsync(true);
        await page.GotoAsync(new Uri(sample.Address, path).AbsoluteUri);
        await button(page).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("cancel").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("cancelled");

        await button(page).ClickAsync();
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(button(page)).ToBeVisibleAsync();
        await Expect(page.GetByTestId("signed-in-as").Filter(new() { HasText = "Camille" })).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }
}
