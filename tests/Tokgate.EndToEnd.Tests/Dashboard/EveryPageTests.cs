using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What holds for all pages of the dashboard, whatever is on them.</summary>
public sealed class EveryPageTests(CrowdedFixture fixture) : IClassFixture<CrowdedFixture>
{
    private const int MostBytes = 300_000;

    private const int Wide = 1280;
    private const int Narrow = 360;
    private const int Height = 800;

    // Chromium stops at each part of a date and time.
    private const int MostParts = 40;

    // How often it is looked at whether there is anything left.
    private const int Look = 8;

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

    private const string Refusal = "which your role does not have";

    // One's own affairs are everybody's.
    private static readonly string[] s_own = ["/dashboard/you", "/dashboard/you/password", "/dashboard/broker", "/dashboard/broker/start", "/dashboard/settings/appearance"];

    // Each button that can be pressed: where its form goes, and with what.
    private const string Buttons = """
        [...document.querySelectorAll('main form')].filter(form => form.method === 'post').flatMap(form => [...form.elements]
          .filter(button => (button.type === 'submit') && !button.matches(':disabled'))
          .map(button => [button.hasAttribute('formaction') ? button.formAction : form.action, new URLSearchParams(new FormData(form)).toString(), button.textContent.trim()]))
        """;

    [Fact]
    public async Task T_23_Names_that_are_scripts_are_text_on_every_page_and_no_page_is_left_out()
    {
        var page = await fixture.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        var (left, routes) = (DashboardStops.Routes(fixture).ToHashSet(), DashboardStops.Routes(fixture));
        var bare = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var axe = PeerFiles.Read("axe-core", "axe.min.js");
        var faults = new List<string>();

        // One walk for all that is asked of each page as most people see it.
        await WearAsync(page, "dark", "ltr");
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            Assert.True(complaints.Count == 0, $"{address}: {string.Join('\n', complaints)}");
            Pass();
            faults.AddRange(await LookAsync(page, axe, address, "dark", "ltr", Wide));
            faults.AddRange(await UsableAsync(page, address));
            faults.AddRange(await WithoutScriptsAsync(bare, page, address));
        }

        await bare.Context.CloseAsync();
        await page.GotoAsync(fixture.At("/dashboard/users"));
        var people = await page.Locator("main").InnerTextAsync();
        Assert.Contains(AttackFixture.Payloads[^1].Trim(), people, StringComparison.Ordinal);

        await page.SetViewportSizeAsync(Narrow, Height);
        await WearAsync(page, "light", "rtl");
        await foreach (var stop in DashboardStops.WalkAsync(page, fixture))
        {
            Assert.True(complaints.Count == 0, $"{stop}: {string.Join('\n', complaints)}");
            Pass();
            await DashboardPicture.TakeAsync(page, stop, "stops");
            faults.AddRange((await UsableAsync(page, stop)).Concat(await FittingAsync(page, stop, Narrow)).Concat((await AxeText.FaultsAsync(page, axe)).Select(fault => $"{stop}: {fault}")));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(DashboardStops.NoPages.Keys.Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
        await page.Context.CloseAsync();

        // The first route that fits has the fewest places.
        void Pass() => left.Remove(routes.First(route => Regex.IsMatch(new Uri(page.Url).AbsolutePath, $"^{Regex.Replace(route, "{[^}]*}", "[^/]+")}$")));
    }

    /// <summary>All looks in the long form and for pictures; otherwise the one that differs in all from the walk above.</summary>
    public static TheoryData<string, string, int> Looks()
    {
        var looks = new TheoryData<string, string, int> { { "light", "rtl", Narrow } };
        if (Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" || DashboardPicture.IsTaken)
        {
            looks.Add("dark", "ltr", Wide);
            looks.Add("light", "ltr", Wide);
            looks.Add("dark", "ltr", Narrow);
        }

        return looks;
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Wcag_2_2_AA_No_page_has_a_fault_that_axe_finds_or_is_wider_than_the_window(string theme, string direction, int width)
    {
        var page = await fixture.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = Height } });
        await WearAsync(page, theme, direction);
        var axe = PeerFiles.Read("axe-core", "axe.min.js");
        var faults = new List<string>();
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            faults.AddRange(await LookAsync(page, axe, address, theme, direction, width));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("editor")]
    public async Task T_64_No_page_is_linked_and_no_button_shown_that_the_role_may_not_use(string role)
    {
        var page = await EnterAsync(role);
        var buttons = new Dictionary<string, (string Form, string Text)>(StringComparer.Ordinal);
        await foreach (var address in DashboardCrawl.WalkAsync(page, fixture.At("/")))
        {
            Assert.True(!(await page.ContentAsync()).Contains(Refusal, StringComparison.Ordinal), $"{role}: {address} is linked and closed");
            foreach (var button in await page.EvaluateAsync<string[][]>(Buttons))
            {
                buttons.TryAdd(button[0], (button[1], $"{button[2]} on {address}"));
            }
        }

        var others = buttons.Where(static button => !s_own.Contains(new Uri(button.Key).AbsolutePath)).OrderBy(static button => button.Key.Contains("elete", StringComparison.Ordinal)).ToList();
        if (role == "viewer")
        {
            Assert.All(others, static button => Assert.StartsWith("Preview on ", button.Value.Text, StringComparison.Ordinal)); // which shows and changes nothing
        }

        // What is pressed last takes the others' things away.
        foreach (var (address, (form, text)) in others)
        {
            var answer = await page.APIRequest.PostAsync(address, new APIRequestContextOptions { DataString = form, Headers = [new("Content-Type", "application/x-www-form-urlencoded")], MaxRedirects = 0 });
            Assert.True(answer.Status is 200 or 302, $"{role}: {text} ({address}) answers {answer.Status}");
            Assert.True(!(await answer.TextAsync()).Contains(Refusal, StringComparison.Ordinal), $"{role}: {text} ({address}) is shown and refused");
        }

        Assert.True(role == "viewer" || others.Count > 20, $"{others.Count} buttons");
        await fixture.Emulator.ConsentAsync("creator_full"); // whoever signed in before is blocked now
        await page.Context.CloseAsync();
    }

    private async Task<IPage> EnterAsync(string role)
    {
        var owner = await fixture.NewPageAsync();
        await owner.GotoAsync(fixture.At("/dashboard/settings/administrators"));
        await owner.GetByTestId("invite-role").SelectOptionAsync(role);
        await owner.GetByTestId("invite").ClickAsync();
        var link = await owner.GetByTestId("invitation-link").InnerTextAsync();
        await owner.Context.CloseAsync();
        var page = await fixture.Chromium.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByTestId("user-name").FillAsync(role + "-of-the-tests");
        await page.GetByTestId("continue").ClickAsync();
        await Expect(page.GetByTestId("nav-overview")).ToBeVisibleAsync();
        return page;
    }

    private Task WearAsync(IPage page, string theme, string direction) =>
        page.Context.AddCookiesAsync([new Cookie { Name = "tokgate-theme", Value = theme, Url = fixture.At("/") }, new Cookie { Name = "tokgate-direction", Value = direction, Url = fixture.At("/") }]);

    private static async Task<IEnumerable<string>> LookAsync(IPage page, string axe, string address, string theme, string direction, int width)
    {
        Assert.Equal((address, theme, direction), (address, await page.Locator("html").GetAttributeAsync("data-bs-theme"), await page.Locator("html").GetAttributeAsync("dir")));
        await DashboardPicture.TakeAsync(page, address, $"{theme}-{direction}-{width}");
        return [.. await FittingAsync(page, address, width), .. (await AxeText.FaultsAsync(page, axe)).Select(fault => $"{address}: {fault}")];
    }

    private async Task<IEnumerable<string>> WithoutScriptsAsync(IPage bare, IPage scripted, string address)
    {
        await bare.GotoAsync(fixture.At(address));
        var (expected, seen) = (await scripted.Locator("h1").InnerTextAsync(), await bare.Locator("h1").InnerTextAsync());
        return expected == seen && await bare.GetByTestId("nav-settings").IsVisibleAsync() ? [] : [$"{address} says {seen} without scripts, and {expected} with them"];
    }

    private static async Task<IEnumerable<string>> FittingAsync(IPage page, string where, int width) =>
        await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var wide && wide > width ? [$"{where} is {wide} wide"] : [];

    private static async Task<IEnumerable<string>> UsableAsync(IPage page, string where)
    {
        var bytes = await page.EvaluateAsync<int>(Weight);
        var stops = await page.EvaluateAsync<int>(Reachable);
        var missed = Array.Empty<string>();
        for (var pressed = 1; pressed <= stops + MostParts; pressed++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (pressed >= stops && (pressed - stops) % Look == 0 && (missed = await page.EvaluateAsync<string[]>(Missed)).Length == 0)
            {
                break;
            }
        }

        return [.. bytes > MostBytes ? [$"{where} weighs {bytes} bytes"] : Array.Empty<string>(), .. missed.Select(missed => $"{where} {missed}")];
    }
}
