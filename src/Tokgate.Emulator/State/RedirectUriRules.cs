using System.Globalization;
using System.Net;

namespace Tokgate.Emulator.State;

/// <summary>TikTok's rules for registering a redirect URI, per platform, and for recognising it later (byte for byte, but for a wildcard port).</summary>
internal static class RedirectUriRules
{
    public const int MostPerPlatform = 10;

    private const int MostCharacters = 511;
    private const string Wildcard = ":*/";

    /// <summary>The rule that is broken, or null.</summary>
    public static string? Broken(AppPlatform platform, string uri, bool allowInsecureLoopback)
    {
        if (uri.Length > MostCharacters)
        {
            return "it must have fewer than 512 characters";
        }

        if (uri.Any(c => c is <= ' ' or >= '\u007f' or '\\' or '"' or '<' or '>'))
        {
            return "it may hold printable ASCII only, without spaces, quotes, angle brackets or backslashes";
        }

        if (uri.Contains('?', StringComparison.Ordinal) || uri.Contains('#', StringComparison.Ordinal))
        {
            return "it must be static: no query string, no fragment";
        }

        var hasWildcard = platform == AppPlatform.Desktop && uri.Contains(Wildcard, StringComparison.Ordinal);
        var parsable = hasWildcard ? uri.Replace(Wildcard, ":1/", StringComparison.Ordinal) : uri;
        if (!Uri.TryCreate(parsable, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.UserInfo.Length > 0)
        {
            return "it must be an absolute address with a host and without a user name";
        }

        var isHttp = parsed.Scheme is "http" or "https";
        var isLoopbackName = parsed.Host is "localhost" or "127.0.0.1";
        return platform switch
        {
            AppPlatform.Desktop => BrokenOnDesktop(parsable, parsed, isHttp && isLoopbackName),
            AppPlatform.Web when allowInsecureLoopback && isHttp && isLoopbackName => null,
            AppPlatform.Web => BrokenOnWeb(parsed),
            _ => parsed.Scheme == "https" ? null : "iOS and Android take https links (universal link, App Link) only",
        };
    }

    public static bool Matches(string registered, string received)
    {
        var wildcard = registered.IndexOf(Wildcard, StringComparison.Ordinal);
        if (wildcard < 0)
        {
            return string.Equals(registered, received, StringComparison.Ordinal);
        }

        var head = registered.AsSpan(0, wildcard + 1);
        var tail = registered.AsSpan(wildcard + 2);
        if (!received.AsSpan().StartsWith(head, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = received.AsSpan(head.Length);
        var slash = rest.IndexOf('/');
        return slash is > 0 and <= 5 && rest[slash..].SequenceEqual(tail)
            && ushort.TryParse(rest[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
    }

    private static string? BrokenOnDesktop(string text, Uri parsed, bool isHttpLoopback)
    {
        if (!isHttpLoopback)
        {
            return "desktop takes http or https with the host localhost or 127.0.0.1 only";
        }

        // Uri forgets a default port that was written out, so the text decides.
        var authority = text[(parsed.Scheme.Length + 3)..];
        var slash = authority.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return "desktop wants a path, at least /";
        }

        return authority.AsSpan(0, slash).Contains(':') ? null : "desktop wants a port, or the wildcard * for any port";
    }

    private static string? BrokenOnWeb(Uri parsed)
    {
        if (parsed.Scheme != "https")
        {
            return "web takes https only (register loopback addresses under desktop, or set allow_insecure_loopback)";
        }

        var isLocal = parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || parsed.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(parsed.Host.Trim('[', ']'), out _);
        return isLocal ? "web takes public host names only, neither localhost nor an IP address (register loopback addresses under desktop)" : null;
    }
}
