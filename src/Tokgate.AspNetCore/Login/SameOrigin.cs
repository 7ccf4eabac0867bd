using Microsoft.AspNetCore.Http;

namespace Tokgate.AspNetCore.Login;

/// <summary>Whether a request comes from a page of this very origin, by what the browser says and no page can change.</summary>
internal static class SameOrigin
{
    /// <summary>
    /// <c>Sec-Fetch-Site</c> is sent by every browser since 2023, over https and to localhost. <c>same-site</c> is not enough: a neighbour under the same domain may be
    /// anybody. Elsewhere the <c>Origin</c> of a POST tells. A request with neither is no browser's, or of one too old to tell, and is refused.
    /// </summary>
    public static bool Is(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site is ["same-origin"];
        }

        // Without the scheme: behind a proxy that ends TLS it is often unknown here, and the same host over http is nobody else's.
        return request.Headers.Origin is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && request.Host.HasValue
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
