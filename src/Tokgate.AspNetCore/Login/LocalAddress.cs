using Microsoft.AspNetCore.Http;

namespace Tokgate.AspNetCore.Login;

/// <summary>Where a browser may be sent because a request asks for it: a path of this very site.</summary>
internal static class LocalAddress
{
    private const int MaxLength = 2048;

    /// <summary>Path, query and fragment of what was asked for, <c>/</c> if nothing was; null if it leads elsewhere.</summary>
    public static string? Of(HttpRequest request, IReadOnlyList<string?> asked)
    {
        if (asked.Count > 1)
        {
            return null;
        }

        var address = asked.Count == 0 || string.IsNullOrEmpty(asked[0]) ? "/" : asked[0]!; // one that is not empty
        var own = $"{request.Scheme}://{request.Host.Value}";

        // Auth.js takes whole addresses of its own site too: window.location.href is what people pass.
        if (request.Host.HasValue && address.StartsWith(own, StringComparison.OrdinalIgnoreCase))
        {
            address = address.Length == own.Length ? "/" : address[own.Length..];
        }

        return IsLocal(address) ? address : null;
    }

    /// <summary>
    /// Browsers read <c>\</c> as <c>/</c> and leave out tabs and line breaks, so that <c>/\host</c> and <c>/⇥/host</c> are other hosts (Duende CVE-2024-39694). Whatever is
    /// not plain ASCII has no place in an address.
    /// </summary>
    public static bool IsLocal(string address)
        => address.Length is > 0 and <= MaxLength
            && address[0] == '/'
            && (address.Length == 1 || address[1] != '/')
            && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !address.Contains('\\', StringComparison.Ordinal);

    /// <summary>A local address with parameters, before the fragment.</summary>
    public static string With(string address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var at = address.IndexOf('#', StringComparison.Ordinal);
        var (front, fragment) = at < 0 ? (address, "") : (address[..at], address[at..]);
        var query = QueryString.Create(parameters!).ToUriComponent(); // no value is null
        return string.Concat(front, front.Contains('?', StringComparison.Ordinal) ? $"&{query.AsSpan(1)}" : query, fragment);
    }
}
