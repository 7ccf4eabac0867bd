namespace Tokgate.TikTok;

/// <summary>Which PKCE TikTok wants.</summary>
public enum TikTokPkceMode
{
    /// <summary>None: TikTok documents no PKCE for web.</summary>
    None,

    /// <summary>Required, method <c>S256</c>, the challenge in lower-case hexadecimal instead of RFC 7636's base64url.</summary>
    HexS256,
}
