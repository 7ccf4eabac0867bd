using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The documentation's site, as <c>npm run build</c> in docs makes it, in Chromium.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class DocumentationSiteTests(SinglePageFixture world)
{
    private static readonly string[] Pages = ["/", "/start/", "/start/openid-connect.html", "/settings.html", "/errors/TTK3001.html", "/compare.html", "/tree/samples/WebSignIn/Program.cs.html"];

    [Fact]
    public async Task It_asks_no_other_host_and_its_search_finds_a_page()
    {
        await using var site = await FolderSite.StartAsync("docs/dist");
        var page = await world.Chromium.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address.AbsoluteUri, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        foreach (var path in Pages)
        {
            await page.GotoAsync(new Uri(site.Address, path).AbsoluteUri);
            await Expect(page.Locator("main h1")).ToBeVisibleAsync();
        }

        await page.GotoAsync(site.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).First.ClickAsync();
        await page.Locator("#localsearch-input").FillAsync("TTK3001");
        await page.Locator("#localsearch-list a").First.ClickAsync();
        await Expect(page.Locator("main h1")).ToContainTextAsync("TTK3001");

        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Wcag_2_2_AA_Its_pages_have_no_fault_that_axe_finds_and_do_not_scroll_sideways(ColorScheme scheme, int width)
    {
        await using var site = await FolderSite.StartAsync("docs/dist");
        var page = await world.Chromium.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } });
        foreach (var path in Pages)
        {
            await page.GotoAsync(new Uri(site.Address, path).AbsoluteUri);
            Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));
            Assert.InRange(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, width);
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task By_keyboard_one_gets_past_the_navigation_and_along_the_links()
    {
        await using var site = await FolderSite.StartAsync("docs/dist");
        var page = await world.Chromium.NewPageAsync();
        await page.GotoAsync(new Uri(site.Address, "/start/").AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "OpenID Connect", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main h1")).ToContainTextAsync("Anything that speaks OpenID Connect");
        await page.Context.CloseAsync();
    }
}
