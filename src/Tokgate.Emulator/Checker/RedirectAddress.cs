using System.Globalization;

namespace Tokgate.Emulator.Checker;

/// <summary>In what a redirect URI differs from the one that was meant.</summary>
internal static class RedirectAddress
{
    public const int TooLong = 512;

    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Host is "localhost" or "127.0.0.1" or "[::1]";

    /// <summary>The difference by name, null when there is none, and <c>""</c> when it has none: they are two addresses.</summary>
    public static string? Difference(string meant, string came)
    {
        meant = WithPortOf(came, meant);
        return string.Equals(meant, came, StringComparison.Ordinal) ? null
            : meant.TrimEnd('/') == came.TrimEnd('/') ? "slash"
            : Before('#', came) == meant ? "fragment"
            : Before('?', Before('#', came)) == Before('?', meant) ? "query"
            : Same(Rest(meant), Rest(came)) ? "scheme"
            : string.Equals(meant, came, StringComparison.OrdinalIgnoreCase) ? "case"
            : Unescaped(came) == meant || came == Uri.EscapeDataString(meant) ? "encoding"
            : came.Replace("//127.0.0.1:", "//localhost:", StringComparison.Ordinal) == meant.Replace("//127.0.0.1:", "//localhost:", StringComparison.Ordinal) ? "loopback-name"
            : WithoutPort(meant) is { } bare && bare == WithoutPort(came) ? "port"
            : "";
    }

    /// <summary>Without what an application may have put into its query.</summary>
    public static string Shown(string address)
    {
        var question = address.IndexOfAny(['?', '#']);
        return question < 0 ? Shorten(address) : Shorten(address[..question]) + address[question] + "…";
    }

    private static string Shorten(string text) => text.Length <= 160 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..120]}… ({text.Length} characters)");

    private static string Before(char mark, string text)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? text : text[..at];
    }

    private static string? Rest(string address)
    {
        var at = address.IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? null : address[at..];
    }

    private static bool Same(string? one, string? other) => one is not null && one == other;

    private static string Unescaped(string address) => Uri.UnescapeDataString(address);

    private static string? WithoutPort(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? $"{parsed.Scheme}://{parsed.Host}{parsed.PathAndQuery}" : null;

    // A wildcard port admits any: only what else differs counts.
    private static string WithPortOf(string came, string meant)
    {
        if (!meant.Contains(":*/", StringComparison.Ordinal))
        {
            return meant;
        }

        var port = Uri.TryCreate(came, UriKind.Absolute, out var parsed) ? parsed.Port : 1;
        return meant.Replace(":*/", string.Create(CultureInfo.InvariantCulture, $":{port}/"), StringComparison.Ordinal);
    }
}
