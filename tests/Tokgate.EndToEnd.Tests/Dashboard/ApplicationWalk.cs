using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What an administrator does with applications, step by step.</summary>
internal static partial class ApplicationWalk
{
    /// <summary>What the quick starts' applications say: a name and a subject, and both are told.</summary>
    public static Regex SignedIn => SignedInText();

    /// <summary>Makes one and stands on the page that shows its secret, if it has one.</summary>
    public static async Task<(string Id, string? Secret)> CreateAsync(this DashboardFixture fixture, IPage page, string name, string type, string callback)
    {
        await page.GotoAsync(fixture.At("/dashboard/applications"));
        await page.GetByTestId("new-application").ClickAsync();
        await page.GetByTestId("name").FillAsync(name);
        await page.GetByTestId("type-" + type).CheckAsync(new LocatorCheckOptions { Force = true }); // its box is drawn beside it
        await page.GetByTestId("callbacks").FillAsync(callback);
        await page.GetByTestId("create").ClickAsync();
        var id = await page.GetByTestId("client-id").InputValueAsync();
        return (id, await page.GetByTestId("secret").CountAsync() == 0 ? null : await page.GetByTestId("secret").InputValueAsync());
    }

    /// <summary>A file of a quick start, as the page shows it.</summary>
    public static async Task<string> FileAsync(this IPage page, string name) =>
        await page.Locator($"code[data-file='{name}']").TextContentAsync() ?? throw new InvalidOperationException($"The quick start has no {name}.");

    /// <summary>What it has typed in the end, in the terminal.</summary>
    public static async Task<string> CommandAsync(this IPage page) => (await page.FileAsync("Terminal")).TrimEnd().Split('\n')[^1];

    /// <summary>From TikTok's page on; whoever is asked here too says yes.</summary>
    public static async Task ConsentAsync(this IPage page, bool isAsked)
    {
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        if (isAsked)
        {
            await page.GetByTestId("consent-allow").ClickAsync();
        }
    }

    [GeneratedRegex(@"^Signed in as (?!undefined)\S.* \((?!undefined)\S+\)$")]
    private static partial Regex SignedInText();
}
