using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>What an administrator does with applications, step by step.</summary>
internal static class ApplicationWalk
{
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

    /// <summary>From TikTok's page on, where somebody who was never asked says yes here too.</summary>
    public static async Task ConsentAsync(this IPage page, bool isFirstParty)
    {
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        if (!isFirstParty)
        {
            await page.GetByTestId("consent-allow").ClickAsync();
        }
    }
}
