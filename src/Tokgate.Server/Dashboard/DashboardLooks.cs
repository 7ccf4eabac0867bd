namespace Tokgate.Server.Dashboard;

/// <summary>How this browser wants to see the dashboard. Cookies of the page's own script, which anybody may change for themselves.</summary>
/// <param name="Wanted">light, dark, or auto, as the system is.</param>
/// <param name="Direction">ltr or rtl.</param>
internal sealed record DashboardLooks(string Wanted, string Direction)
{
    public const string ThemeCookie = "tokgate-theme";
    public const string DirectionCookie = "tokgate-direction";

    /// <summary>What the server can know: where the system decides, a script does before anything is painted.</summary>
    public string Theme => Wanted == "dark" ? "dark" : "light";

    public static DashboardLooks Of(HttpRequest request) => new(
        request.Cookies[ThemeCookie] is "light" or "dark" ? request.Cookies[ThemeCookie]! : "auto", // one of them, as just seen
        request.Cookies[DirectionCookie] == "rtl" ? "rtl" : "ltr");
}
