using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The management API tried on its page, as an operator does: one click for a token, one call.</summary>
public sealed class ExplorerTests(PlaygroundFixture playground) : IClassFixture<PlaygroundFixture>
{
    [Fact]
    public async Task One_click_authorizes_a_test_application_and_a_call_lists_the_clients()
    {
        var page = await playground.Chromium.NewPageAsync();
        var refused = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                refused.Add(message.Text);
            }
        };
        await page.GotoAsync(new Uri(playground.Issuer, "/api/v2/explorer").AbsoluteUri);
        await page.GetByTestId("explorer-get-token").ClickAsync();
        await Expect(page.GetByTestId("explorer-token-state")).ToContainTextAsync("Authorized");

        var operation = page.Locator("#operations-clients-listClients");
        await operation.Locator(".opblock-summary").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();
        await Expect(operation.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        await Expect(operation.Locator(".live-responses-table")).ToContainTextAsync("playground-spa");
        Assert.DoesNotContain("eyJ", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(refused);
        await page.Context.CloseAsync();
    }
}
