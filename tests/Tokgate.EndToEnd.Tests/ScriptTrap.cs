using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Hears of whatever a page runs, is kept from running by its policy, or asks of a host that only an attack names.</summary>
internal static class ScriptTrap
{
    public static List<string> Set(IPage page)
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
        // By hearing and not by a route, which would take the cache from every page. Chromium finds no such host (its arguments).
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Host == "evil.example")
            {
                complaints.Add($"{page.Url} asked {request.Url}");
            }
        };
        return complaints;
    }
}
