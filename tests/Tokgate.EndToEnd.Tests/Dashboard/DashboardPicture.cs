using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Pictures of pages for people to look at, where TOKGATE_SCREENSHOTS names a folder; otherwise none are taken. <c>eng/screenshots</c> sets it.</summary>
internal static class DashboardPicture
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("TOKGATE_SCREENSHOTS");

    public static bool IsTaken => s_folder is not null;

    public static async Task TakeAsync(IPage page, string address, string form)
    {
        if (s_folder is not null)
        {
            var name = string.Concat(address.Select(static character => char.IsAsciiLetterOrDigit(character) || character == '-' ? character : '_'));
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(s_folder, form, name + ".png"), FullPage = true });
        }
    }
}
