using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Tokgate.AspNetCore;

/// <summary>The argument of <see cref="TikTokVaultOptions.FindOwner"/>: a sign-in whose tokens are about to be kept.</summary>
public sealed class TikTokOwnerContext
{
    internal TikTokOwnerContext(HttpContext httpContext, string scheme, ClaimsPrincipal principal, string openId)
    {
        HttpContext = httpContext;
        Scheme = scheme;
        Principal = principal;
        OpenId = openId;
    }

    /// <summary>The callback's request. <see cref="HttpContext.User"/> is who was signed in before, if anybody was: the person who connects a TikTok account to one they have.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>The name of the authentication scheme.</summary>
    public string Scheme { get; }

    /// <summary>Who is being signed in, with all claims but the grant's.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>The user within the TikTok app (<c>open_id</c>).</summary>
    public string OpenId { get; }
}
