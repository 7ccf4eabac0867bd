using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Every page of the dashboard that a link leads to, one of each kind: nobody has to remember a new one here.</summary>
internal static class DashboardCrawl
{
    private const int Most = 150;

    // Addresses without what differs from thing to thing; exports are files and no pages.
    private const string Links = """
        [...document.querySelectorAll('a[href]:not([data-testid^=export])')].map(link => new URL(link.href)).filter(address => address.origin === location.origin && address.pathname.startsWith('/dashboard'))
          .map(address => address.pathname + address.search)
        """;

    /// <returns>The address of each page, while the browser stands on it.</returns>
    public static async IAsyncEnumerable<string> WalkAsync(IPage page, string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { Kind("/dashboard") };
        var waiting = new Queue<string>(["/dashboard"]);
        while (waiting.TryDequeue(out var address))
        {
            var answer = await page.GotoAsync(new Uri(new Uri(start), address).AbsoluteUri);
            Assert.True(answer!.Status == 200, $"{address}: {answer.Status}"); // a page that was gone to has an answer
            foreach (var link in await page.EvaluateAsync<string[]>(Links))
            {
                if (seen.Add(Kind(link)))
                {
                    waiting.Enqueue(link);
                }
            }

            yield return address;
            Assert.True(seen.Count < Most, $"More than {Most} kinds of pages: {string.Join(' ', seen.TakeLast(10))}");
        }

        Assert.InRange(seen.Count, 15, Most);
    }

    private static string Kind(string address)
    {
        var (path, query) = address.Split('?') is [var before, var after] ? (before, after) : (address, "");
        var parts = path.Split('/').Select(static part => part.Length > 24 || part.Any(static character => !char.IsAsciiLetterLower(character) && character != '-') ? "*" : part);
        var names = query.Split('&').Select(static pair => pair.Split('=')[0]).Order(StringComparer.Ordinal);
        return string.Join('/', parts) + "?" + string.Join('&', names);
    }
}
