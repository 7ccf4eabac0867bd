using System.Buffers;

namespace Tokgate.TikTok;

/// <summary>A redirect URI taken apart as text, by RFC 3986's own expression (appendix B), without normalising anything.</summary>
internal sealed record RedirectUriParts
{
    private static readonly SearchValues<char> s_endOfAuthority = SearchValues.Create("/?#");

    private RedirectUriParts()
    {
    }

    public required string Scheme { get; init; }

    public required string Host { get; init; }

    /// <summary>Null when there is none; not necessarily a number.</summary>
    public required string? Port { get; init; }

    public required string Path { get; init; }

    public required bool HasCredentials { get; init; }

    public required bool HasQuery { get; init; }

    public required bool HasFragment { get; init; }

    public static RedirectUriParts? Split(string uri)
    {
        var colon = uri.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || uri.Any(static character => character is <= ' ' or '\\' or > '~') || !char.IsAsciiLetter(uri[0]))
        {
            return null;
        }

        var rest = uri.AsSpan(colon + 3);
        var end = rest.IndexOfAny(s_endOfAuthority);
        var authority = end < 0 ? rest : rest[..end];
        var tail = end < 0 ? [] : rest[end..];

        var at = authority.LastIndexOf('@');
        var hostAndPort = authority[(at + 1)..];
        var portColon = hostAndPort.LastIndexOf(':');
        // Colons inside brackets belong to an IPv6 address.
        portColon = portColon > hostAndPort.LastIndexOf(']') ? portColon : -1;

        var hash = tail.IndexOf('#');
        var beforeHash = hash < 0 ? tail : tail[..hash];
        var question = beforeHash.IndexOf('?');

        return new RedirectUriParts
        {
            Scheme = uri[..colon],
            Host = (portColon < 0 ? hostAndPort : hostAndPort[..portColon]).ToString(),
            Port = portColon < 0 ? null : hostAndPort[(portColon + 1)..].ToString(),
            Path = (question < 0 ? beforeHash : beforeHash[..question]).ToString(),
            HasCredentials = at >= 0,
            HasQuery = question >= 0,
            HasFragment = hash >= 0,
        };
    }

    public bool IsScheme(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);
}
