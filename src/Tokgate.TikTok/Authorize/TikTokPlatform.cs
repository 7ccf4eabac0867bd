namespace Tokgate.TikTok;

/// <summary>
/// The platform that a redirect URI is registered under in TikTok's portal. It decides the rules for the URI and whether PKCE is required.
/// </summary>
public enum TikTokPlatform
{
    /// <summary>Login Kit for Web: public https hosts. No PKCE.</summary>
    Web,

    /// <summary>Login Kit for Desktop: <c>localhost</c> and <c>127.0.0.1</c> with a port. PKCE required.</summary>
    Desktop,

    /// <summary>Login Kit for iOS: universal links. PKCE required.</summary>
    Ios,

    /// <summary>Login Kit for Android: app links. PKCE required.</summary>
    Android,
}
