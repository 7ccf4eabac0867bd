using System.Text.Json;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>The pages of overview, users and logs, as everybody can use them: axe finds no fault, nothing runs out of a phone's width, and a page is no heavier than it may be.</summary>
public sealed class EyesPageTests(EyesFixture world) : IClassFixture<EyesFixture>
{
    private const string WcagTags = """["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]""";
    private const int MostBytes = 300_000;

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "ltr")]
    [InlineData(ColorScheme.Dark, 360, "ltr")]
    [InlineData(ColorScheme.Light, 360, "rtl")]
    public async Task Wcag_2_2_AA_No_page_has_a_fault_that_axe_finds_nor_leaves_the_screen_or_weighs_much(ColorScheme scheme, int width, string direction)
    {
        var user = await world.SignInAsync("creator_full");
        var page = await world.NewPageAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        await page.Context.AddCookiesAsync([new Cookie { Name = "tokgate-direction", Value = direction, Url = world.Issuer.AbsoluteUri }]);
        await page.GotoAsync(world.At("/login/callback?state=a&code=b"));
        await world.ShowAsync(page, "/dashboard/logs?error=TTK3101", page => page.GetByTestId("line"));
        var failure = await page.GetByTestId("line").First.GetAttributeAsync("data-id");
        await world.ShowAsync(page, "/dashboard/logs?kind=signins&user=" + user, page => page.GetByTestId("line-story"));
        var story = await page.GetByTestId("line-story").First.GetAttributeAsync("href");
        var found = new List<string>();
        var axe = PeerFiles.Read("axe-core", "axe.min.js");
        foreach (var path in (string[])["/dashboard", "/dashboard/users", "/dashboard/users/" + user, $"/dashboard/users/{user}/delete", "/dashboard/logs", "/dashboard/logs?live=on", "/dashboard/logs/" + failure, story!]) // as just seen
        {
            var weight = 0L;
            void Weigh(object? sender, IResponse response) => weight += response.Headers.TryGetValue("content-length", out var length) ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0;
            page.Response += Weigh;
            await page.GotoAsync(world.At(path));
            page.Response -= Weigh;
            Assert.Equal((path, direction), (path, await page.Locator("html").GetAttributeAsync("dir")));
            Assert.Equal((path, width), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
            Assert.True(weight < MostBytes, $"{path} weighs {weight} bytes");
            await page.EvaluateAsync(axe);
            var faults = await page.EvaluateAsync<JsonElement>(
                $$"""axe.run(document, { runOnly: { type: "tag", values: {{WcagTags}} } }).then(result => result.violations.map(fault => [fault.id, ...fault.nodes.map(node => node.target.join(" "))]))""");
            found.AddRange(faults.EnumerateArray().Select(fault => $"{path}: {fault.GetRawText()}"));
        }

        Assert.True(found.Count == 0, string.Join("\n", found));

        await page.Context.CloseAsync();
    }
}
