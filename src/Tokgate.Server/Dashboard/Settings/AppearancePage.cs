using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>How this browser shows the dashboard. It is kept in the browser, so it is nobody else's.</summary>
internal sealed class AppearancePage(ManagementDesk desk, Issuer issuer) : DashboardPage(desk)
{
    public static IReadOnlyList<(string Value, string Text)> Themes { get; } = [("auto", "As the system is"), ("light", "Light"), ("dark", "Dark")];

    public static IReadOnlyList<(string Value, string Text)> Directions { get; } = [("ltr", "Left to right"), ("rtl", "Right to left")];

    public IActionResult OnPost(string? theme, string? direction)
    {
        Keep(DashboardLooks.ThemeCookie, Themes.Any(known => known.Value == theme) ? theme! : "auto"); // one of them, as just seen
        Keep(DashboardLooks.DirectionCookie, direction == "rtl" ? "rtl" : "ltr");
        return Done("This browser remembers it.", SettingsPage.All + "/appearance");
    }

    // The page's script writes and reads them too.
    private void Keep(string name, string value) =>
        Response.Cookies.Append(name, value, new CookieOptions { Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = issuer.IsSecure, HttpOnly = false });
}
