using System.Security.Claims;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>A profile on its way to becoming claims.</summary>
public abstract class ProfileContext
{
    private protected ProfileContext(ClaimsIdentity identity, TikTokScopes grantedScopes, string issuer)
    {
        Identity = identity;
        GrantedScopes = grantedScopes;
        Issuer = issuer;
    }

    /// <summary>The identity as the handler mapped it. Change it freely, but leave <see cref="ClaimTypes.NameIdentifier"/> as it is, the <c>open_id</c>:
    /// names and usernames change hands.</summary>
    public ClaimsIdentity Identity { get; }

    /// <summary>The scopes that the user granted.</summary>
    public TikTokScopes GrantedScopes { get; }

    private string Issuer { get; }

    /// <summary>Replaces every claim of a type by one, or removes them all.</summary>
    /// <param name="type">The claim type.</param>
    /// <param name="value">The new value. Null or empty removes the claims of this type.</param>
    public void SetClaim(string type, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        foreach (var claim in Identity.FindAll(type).ToList())
        {
            Identity.RemoveClaim(claim);
        }

        if (!string.IsNullOrEmpty(value))
        {
            Identity.AddClaim(new Claim(type, value, ClaimValueTypes.String, Issuer));
        }
    }
}
