using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What an operator sees of sign-ins: in the overview, in the log, as stories, and in files.</summary>
public sealed class WatchingTests(EyesFixture world) : IClassFixture<EyesFixture>
{
    [Fact]
    public async Task A_sign_in_is_in_the_overview_and_a_story_that_leads_to_the_person()
    {
        var user = await world.SignInAsync("creator_full");
        var page = await world.NewPageAsync();
        var complaints = ScriptTrap.Set(page);
        await page.GotoAsync(world.At("/dashboard"));
        await Expect(page.GetByTestId("attention-emulator")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-chart] canvas").First).ToBeVisibleAsync();
        Assert.InRange(int.Parse(await page.GetByTestId("count-sign-ins").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture), 1, 100);
        Assert.NotEqual("0", await page.GetByTestId("days").Locator("tbody tr").Last.Locator("td").First.TextContentAsync());
        await world.ShowAsync(page, "/dashboard/logs?kind=signins&user=" + user, page => page.GetByTestId("line"));
        await page.GotoAsync(world.At("/dashboard"));
        var newest = page.GetByTestId("newest").GetByTestId("line").Filter(new() { HasText = user }).First;
        await Expect(newest.GetByTestId("line-words")).ToContainTextAsync("Signed in with TikTok, for the first time");

        await newest.GetByTestId("line-story").ClickAsync();
        await Expect(page.GetByTestId("story-outcome")).ToHaveTextAsync("Signed in with TikTok");
        Assert.Equal(
            ["Sent to TikTok to sign in", "Signed in with TikTok, for the first time", "Tokens given out"],
            await page.GetByTestId("story-step").Locator("strong").AllInnerTextsAsync());
        Assert.All((await page.GetByTestId("story-gap").AllInnerTextsAsync()).Skip(1), gap => Assert.Matches(@"^\+[0-9.]+ (ms|s|min)$", gap));

        await page.GetByTestId("story-user").ClickAsync();
        await Expect(page.GetByTestId("name")).ToHaveTextAsync("Camille Full");
        await Expect(page.GetByTestId("user-id")).ToHaveTextAsync(user);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_failure_says_its_cause_and_what_to_do_in_the_overview_and_in_the_log()
    {
        var page = await world.NewPageAsync();
        await page.GotoAsync(world.At("/login/callback?state=a&code=b"));
        var reference = (await page.GetByTestId("error-reference").InnerTextAsync()).Trim();
        await world.ShowAsync(page, "/dashboard", page => page.GetByTestId("failure"));
        var failure = page.GetByTestId("failure").Filter(new() { HasText = "TTK3101" });
        await Expect(failure).ToContainTextAsync("Begin again from the application");
        await failure.GetByTestId("failure-log").ClickAsync();
        await Expect(page.GetByTestId("filter-error")).ToHaveValueAsync("TTK3101");
        await Expect(page.GetByTestId("line-advice").First).ToContainTextAsync("Begin again from the application");

        await page.GotoAsync(world.At("/dashboard/logs"));
        await page.GetByTestId("filter-reference").FillAsync(reference);
        await page.GetByTestId("filter-apply").ClickAsync();
        await Expect(page.GetByTestId("line")).ToHaveCountAsync(1);
        await page.GetByTestId("line-link").ClickAsync();
        await Expect(page.GetByTestId("explanation")).ToContainTextAsync("The sign-in waited for more than 15 minutes.");
        await Expect(page.GetByTestId("facts")).ToContainTextAsync(reference);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_log_is_filtered_and_followed_until_it_is_paused()
    {
        var user = await world.SignInAsync("basic_only");
        var page = await world.NewPageAsync();
        await world.ShowAsync(page, "/dashboard/logs?kind=signins&user=" + user, page => page.GetByTestId("line"));
        await page.GotoAsync(world.At("/dashboard/logs"));
        await page.GetByTestId("filter-kind").SelectOptionAsync("signins");
        await page.GetByTestId("filter-user").FillAsync(user);
        await page.GetByTestId("filter-apply").ClickAsync();
        var known = await KnownAsync(page);

        await page.GetByTestId("follow").ClickAsync();
        await Expect(page.GetByTestId("pause")).ToBeVisibleAsync();
        Assert.Equal(user, await world.SignInAsync("basic_only"));
        await Expect(page.GetByTestId("line")).Not.ToHaveCountAsync(known, new() { Timeout = 30_000 });
        await Expect(page.GetByTestId("line-words").First).ToHaveTextAsync("Signed in with TikTok", new() { Timeout = 30_000 });
        await Expect(page.GetByTestId("live")).ToContainTextAsync("Following.");
        await page.GetByTestId("pause").ClickAsync();
        await Expect(page.GetByTestId("live")).ToContainTextAsync("Paused.");
        await Expect(page.GetByTestId("pause")).ToHaveAttributeAsync("aria-pressed", "true");
        var followed = await page.GetByTestId("line").CountAsync();
        Assert.Equal(user, await world.SignInAsync("basic_only"));
        await Expect(page.GetByTestId("line")).ToHaveCountAsync(followed);
        await page.GetByTestId("reload").ClickAsync();
        await Expect(page.GetByTestId("line")).Not.ToHaveCountAsync(followed);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_filtered_can_be_taken_along_as_CSV_and_as_JSON()
    {
        var user = await world.SignInAsync("creator_sparse");
        var page = await world.NewPageAsync();
        await world.ShowAsync(page, "/dashboard/logs?kind=signins&user=" + user, page => page.GetByTestId("line"));
        var csv = await DownloadAsync(page, "export-csv");
        Assert.Matches("^tokgate-logs-[0-9]{8}-[0-9]{6}[.]csv$", csv.Name);
        Assert.Equal('\uFEFF', csv.Text[0]);
        var lines = csv.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var (head, fields) = (lines[0].Split(','), lines[1].Split(','));
        Assert.Equal(("signin.completed", "shop", user), (fields[Array.IndexOf(head, "event")], fields[Array.IndexOf(head, "client_id")], fields[Array.IndexOf(head, "user_id")].TrimStart('"', '\'').TrimEnd('"')));

        var json = await DownloadAsync(page, "export-json");
        var entry = Assert.Single(JsonSerializer.Deserialize<JsonElement>(json.Text).EnumerateArray());
        Assert.Equal((user, "ss"), (entry.GetProperty("user_id").GetString(), entry.GetProperty("type").GetString()));

        var answer = await page.APIRequest.GetAsync(world.At("/dashboard/logs/export?format=csv"));
        Assert.Equal("nosniff", answer.Headers["x-content-type-options"]);
        Assert.StartsWith("attachment;", answer.Headers["content-disposition"], StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private static async Task<int> KnownAsync(IPage page)
    {
        await Expect(page.GetByTestId("line").First).ToBeVisibleAsync();
        return await page.GetByTestId("line").CountAsync();
    }

    private static async Task<(string Name, string Text)> DownloadAsync(IPage page, string testId)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId(testId).ClickAsync());
        return (download.SuggestedFilename, Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await download.PathAsync())));
    }
}
