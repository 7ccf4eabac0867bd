using System.Buffers;

namespace Tokgate.Server.Protocol;

/// <summary>
/// Which redirect URIs may be registered, and when a presented one is a registered one: byte for byte as strings, before any URI class has a chance to
/// normalise one of them. The only exception is RFC 8252, 7.3: on loopback a native client's port is free.
/// </summary>
internal static class RedirectUris
{
    public const int MaxLength = 2048;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()+,;=%");

    private static readonly string[] ResponseParameters =
        ["code", "state", "iss", "error", "error_description", "error_uri", "id_token", "access_token", "token_type", "expires_in", "scope", "session_state", "response"];

    /// <summary>Null if it may be registered, otherwise why not.</summary>
    public static string? Fault(string uri, bool isNative)
    {
        if (uri.Length is 0 or > MaxLength)
        {
            return "is empty or too long";
        }

        // No wildcard, backslash, control character, space or letter beyond ASCII gets past this line.
        if (uri.AsSpan().ContainsAnyExcept(Allowed))
        {
            return "has a character that may not stand in a redirect URI";
        }

        if (uri.Contains('#', StringComparison.Ordinal))
        {
            return "has a fragment";
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || parsed.Scheme.Length == 0)
        {
            return "is not absolute";
        }

        if (uri.Contains('@', StringComparison.Ordinal) || parsed.UserInfo.Length > 0)
        {
            return "has a user name";
        }

        return FaultOfScheme(uri, parsed, isNative) ?? FaultOfPath(uri) ?? FaultOfQuery(parsed);
    }

    public static MatchedRedirectUri? Match(IReadOnlyList<string> registered, string? presented, bool isNative)
    {
        if (presented is null || presented.Length > MaxLength)
        {
            return null;
        }

        foreach (var candidate in registered)
        {
            if (string.Equals(candidate, presented, StringComparison.Ordinal) || (isNative && IsSameButForPort(candidate, presented)))
            {
                return new MatchedRedirectUri(presented);
            }
        }

        return null;
    }

    private static string? FaultOfScheme(string uri, Uri parsed, bool isNative)
    {
        var isHttps = uri.StartsWith("https://", StringComparison.Ordinal);
        var isHttp = uri.StartsWith("http://", StringComparison.Ordinal);
        if (isHttps || isHttp)
        {
            var authority = Authority(uri);
            if (authority.Length == 0 || parsed.Host.Length == 0 || authority.EndsWith('.') || authority.Contains(".:", StringComparison.Ordinal) || authority.EndsWith(':'))
            {
                return "has no plain host";
            }

            if (authority.Contains('%', StringComparison.Ordinal) || !string.Equals(parsed.Host, HostOf(authority), StringComparison.Ordinal))
            {
                return "has a host that is not in its plain form";
            }

            return isHttp && !IsLoopback(parsed) ? "is http on a host that is not loopback" : null;
        }

        // RFC 8252, 7.1: a domain name in reverse. The dot keeps javascript:, data:, file: and their kin out without a list of them.
        return !isNative ? "is neither https nor loopback"
            : uri.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !parsed.Scheme.Contains('.', StringComparison.Ordinal) ? "has a scheme without a dot"
            : !uri.StartsWith(parsed.Scheme + ":/", StringComparison.Ordinal) ? "is not of the form com.example.app:/path"
            : null;
    }

    private static string? FaultOfPath(string uri)
    {
        var path = uri.Split('?', 2)[0];
        var rest = path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart('/');
        foreach (var segment in rest.Split('/'))
        {
            var plain = segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Split(';')[0];
            if (plain is "." or "..")
            {
                return "has a dot segment";
            }
        }

        return rest.Contains("//", StringComparison.Ordinal) ? "has an empty path segment"
            : path.Contains("%2f", StringComparison.OrdinalIgnoreCase) || path.Contains("%5c", StringComparison.OrdinalIgnoreCase) || path.Contains("%25", StringComparison.Ordinal) || path.Contains("%00", StringComparison.Ordinal)
                ? "has an escaped slash, backslash, percent sign or zero byte"
            : null;
    }

    private static string? FaultOfQuery(Uri uri)
    {
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ResponseParameters.Contains(Uri.UnescapeDataString(pair.Split('=')[0]), StringComparer.OrdinalIgnoreCase))
            {
                return "has a query parameter that is the answer's own";
            }
        }

        return null;
    }

    private static bool IsLoopback(Uri uri) => uri.Host is "127.0.0.1" or "[::1]" or "localhost";

    private static bool IsSameButForPort(string registered, string presented) =>
        TrySplitLoopback(registered, out var host, out var rest)
        && TrySplitLoopback(presented, out var presentedHost, out var presentedRest)
        && string.Equals(host, presentedHost, StringComparison.Ordinal)
        && string.Equals(rest, presentedRest, StringComparison.Ordinal);

    // By hand and not by Uri, which would take http://localhost:80@evil apart in its own way.
    private static bool TrySplitLoopback(string uri, out string host, out string rest)
    {
        host = rest = "";
        foreach (var name in (string[])["http://127.0.0.1", "http://[::1]", "http://localhost"])
        {
            if (!uri.StartsWith(name, StringComparison.Ordinal))
            {
                continue;
            }

            var after = uri[name.Length..];
            if (after.StartsWith(':'))
            {
                var digits = after.AsSpan(1).IndexOfAnyExceptInRange('0', '9');
                var port = digits < 0 ? after[1..] : after[1..(digits + 1)];
                if (port.Length is 0 or > 5 || port[0] == '0' || !ushort.TryParse(port, System.Globalization.NumberStyles.None, null, out _))
                {
                    return false;
                }

                after = after[(port.Length + 1)..];
            }

            if (after.Length > 0 && after[0] is not ('/' or '?'))
            {
                return false;
            }

            host = name;
            rest = after;
            return true;
        }

        return false;
    }

    private static string Authority(string uri)
    {
        var start = uri.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = uri.AsSpan(start).IndexOfAny('/', '?');
        return end < 0 ? uri[start..] : uri[start..(start + end)];
    }

    private static string HostOf(string authority)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.LastIndexOf(':');
        return colon > bracket ? authority[..colon] : authority;
    }
}
