using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Hears of whatever a page runs, is kept from running by its policy, or asks of a host that only an attack names.</summary>
internal static class ScriptTrap
{
    public static async Task<List<string>> SetAsync(IPage page)
    {
        var complaints = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            complaints.Add($"{page.Url} opened a dialog");
            await dialog.DismissAsync();
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || message.Text.Contains("Refused to", StringComparison.Ordinal))
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        await page.RouteAsync("**/evil.example/**", route =>
        {
            complaints.Add($"{page.Url} asked {route.Request.Url}");
            return route.AbortAsync();
        });
        return complaints;
    }
}
