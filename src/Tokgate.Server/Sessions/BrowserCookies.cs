using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Sessions;

/// <summary>
/// The two cookies a browser has of us, each one handle: who is signed in, and which browser began a sign-in. Their names and flags follow from the issuer and
/// never from a request; on http loopback neither Secure nor __Host- is possible.
/// </summary>
internal sealed class BrowserCookies(Issuer issuer, IOptions<BrowserSessionOptions> options)
{
    private readonly string sessionName = Name(issuer, "tokgate-session");
    private readonly string bindingName = Name(issuer, "tokgate-browser");

    public bool TryReadSession(HttpRequest request, out byte[] hash) => Handle.TryHash(HandleKind.Session, request.Cookies[sessionName], out hash);

    public bool TryReadBinding(HttpRequest request, out byte[] hash) => Handle.TryHash(HandleKind.PendingSignIn, request.Cookies[bindingName], out hash);

    /// <summary>Whether this is the browser that began something: the one with the cookie of this hash.</summary>
    public bool IsBoundTo(HttpRequest request, byte[] browserHash) => TryReadBinding(request, out var presented) && CryptographicOperations.FixedTimeEquals(presented, browserHash);

    /// <summary>The hash of the cookie that says which browser this is; written if it has none.</summary>
    public byte[] Bind(HttpContext context, out bool isKnown)
    {
        isKnown = TryReadBinding(context.Request, out var known);
        if (isKnown)
        {
            return known;
        }

        var binding = Handle.New(HandleKind.PendingSignIn);
        WriteBinding(context.Response, binding);
        return binding.Hash();
    }

    public void WriteSession(HttpResponse response, Handle handle) => response.Cookies.Append(sessionName, handle.Reveal(), Flags(options.Value.Lifetime));

    public void ClearSession(HttpResponse response) => response.Cookies.Append(sessionName, "", Flags(TimeSpan.Zero));

    public void WriteBinding(HttpResponse response, Handle handle) => response.Cookies.Append(bindingName, handle.Reveal(), Flags(null));

    private static string Name(Issuer issuer, string name) => issuer.IsSecure ? "__Host-" + name : name;

    // Lax: TikTok's redirect back to us is a cross-site navigation, and must bring them.
    private CookieOptions Flags(TimeSpan? lifetime) => new() { Path = "/", HttpOnly = true, Secure = issuer.IsSecure, SameSite = SameSiteMode.Lax, MaxAge = lifetime, IsEssential = true };
}
