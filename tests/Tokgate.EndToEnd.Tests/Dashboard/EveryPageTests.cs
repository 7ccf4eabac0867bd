using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What holds for all pages of the dashboard, whatever is on them.</summary>
public sealed class EveryPageTests(CrowdedFixture fixture) : IClassFixture<CrowdedFixture>
{
    private const int MostBytes = 300_000;

    // Chromium stops at each part of a date and time.
    private const int MostParts = 40;

    private const string Weight = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, entry) => sum + entry.encodedBodySize, 0)";

    // Marks what can be reached by Tab as it is reached; a group of radio buttons is one stop.
    private const string Reachable = """
        (() => {
          window.wanted = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.type !== 'hidden' && element.type !== 'radio');
          window.reached = new Set();
          document.addEventListener('focusin', event => reached.add(event.target));
          document.activeElement?.blur();
          return wanted.length;
        })()
        """;

    private const string Missed = "wanted.filter(element => !reached.has(element)).map(element => element.outerHTML.slice(0, 120))";

    [Fact]
    public async Task T_23_Names_that_are_scripts_are_text_on_every_page()
    {
        var page = await fixture.NewPageAsync();
        var complaints = await ScriptTrap.SetAsync(page);
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            Assert.True(complaints.Count == 0, $"{address}: {string.Join('\n', complaints)}");
        }

        await page.GotoAsync(fixture.At("/dashboard/users"));
        var people = await page.Locator("main").InnerTextAsync();
        Assert.Contains(AttackFixture.Payloads[^1].Trim(), people, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    /// <summary>All four looks in the long form and for pictures; otherwise each theme, direction and width once.</summary>
    public static TheoryData<string, string, int> Looks()
    {
        var looks = new TheoryData<string, string, int> { { "dark", "ltr", 1280 }, { "light", "rtl", 360 } };
        if (Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" || DashboardPicture.IsTaken)
        {
            looks.Add("light", "ltr", 1280);
            looks.Add("dark", "ltr", 360);
        }

        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Wcag_2_2_AA_No_page_has_a_fault_that_axe_finds_or_is_wider_than_the_window(string theme, string direction, int width)
    {
        var page = await fixture.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        await page.Context.AddCookiesAsync([new Cookie { Name = "tokgate-theme", Value = theme, Url = fixture.At("/") }, new Cookie { Name = "tokgate-direction", Value = direction, Url = fixture.At("/") }]);
        var axe = PeerFiles.Read("axe-core", "axe.min.js");
        var faults = new List<string>();
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            Assert.Equal((address, theme, direction), (address, await page.Locator("html").GetAttributeAsync("data-bs-theme"), await page.Locator("html").GetAttributeAsync("dir")));
            await DashboardPicture.TakeAsync(page, address, $"{theme}-{direction}-{width}");
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            faults.AddRange(wide > width ? [$"{address} is {wide} wide"] : []);
            faults.AddRange((await AxeText.FaultsAsync(page, axe)).Select(fault => $"{address}: {fault}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_page_is_light_and_all_of_it_is_reached_by_keyboard()
    {
        var page = await fixture.NewPageAsync();
        var faults = new List<string>();
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            var bytes = await page.EvaluateAsync<int>(Weight);
            faults.AddRange(bytes > MostBytes ? [$"{address} weighs {bytes} bytes"] : []);
            var stops = await page.EvaluateAsync<int>(Reachable);
            for (var stop = 0; stop < stops + MostParts; stop++)
            {
                await page.Keyboard.PressAsync("Tab");
            }

            faults.AddRange((await page.EvaluateAsync<string[]>(Missed)).Select(missed => $"{address} {missed}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_page_says_what_it_is_without_scripts()
    {
        var scripted = await fixture.NewPageAsync();
        var bare = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await foreach (var address in DashboardCrawl.WalkAsync(scripted, fixture.At("/")))
        {
            await bare.GotoAsync(fixture.At(address));
            var (expected, seen) = (await scripted.Locator("h1").InnerTextAsync(), await bare.Locator("h1").InnerTextAsync());
            Assert.Equal((address, expected), (address, seen));
            Assert.True(await bare.GetByTestId("nav-settings").IsVisibleAsync(), address);
        }

        await scripted.Context.CloseAsync();
        await bare.Context.CloseAsync();
    }
}
