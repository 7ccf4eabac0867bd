namespace Tokgate.Server.Account;

/// <summary>
/// Roughly what a browser is, from what it says of itself: enough to tell a phone from a desk. Brand names only, which are the same in all languages. The order
/// matters, because every browser also claims to be the ones before it.
/// </summary>
internal static class Device
{
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("musical_ly", "TikTok"), ("BytedanceWebview", "TikTok"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Chromium/", "Chromium"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Null if it says nothing that we know.</summary>
    public static string? Of(string? userAgent)
    {
        string?[] names = [Find(Browsers, userAgent), Find(Systems, userAgent)];
        var known = names.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join(" · ", known);
    }

    private static string? Find((string Sign, string Name)[] signs, string? userAgent) =>
        userAgent is null ? null : Array.Find(signs, sign => userAgent.Contains(sign.Sign, StringComparison.Ordinal)).Name;
}
