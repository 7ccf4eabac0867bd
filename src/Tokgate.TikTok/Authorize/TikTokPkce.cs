namespace Tokgate.TikTok;

/// <summary>Which PKCE goes with which platform.</summary>
public static class TikTokPkce
{
    /// <summary>The mode that TikTok wants on a platform.</summary>
    /// <param name="platform">Where the redirect URI is registered.</param>
    /// <returns>None for web, hex for desktop and mobile.</returns>
    public static TikTokPkceMode ModeFor(TikTokPlatform platform) =>
        platform == TikTokPlatform.Web ? TikTokPkceMode.None : TikTokPkceMode.HexS256;

    /// <summary>The mode for a redirect URI whose platform follows from its host (<see cref="TikTokRedirectUri.PlatformOf"/>).</summary>
    /// <param name="redirectUri">The redirect URI.</param>
    /// <returns>Hex for loopback, none for any other host.</returns>
    public static TikTokPkceMode ModeFor(string redirectUri) => ModeFor(TikTokRedirectUri.PlatformOf(redirectUri));
}
