namespace Tokgate.AspNetCore;

/// <summary>Default values of the TikTok authentication handler.</summary>
public static class TikTokDefaults
{
    /// <summary>The authentication scheme: <c>TikTok</c>.</summary>
    public const string AuthenticationScheme = "TikTok";

    /// <summary>The scheme's name on a page for people: <c>TikTok</c>.</summary>
    public const string DisplayName = "TikTok";

    /// <summary>TikTok's authorize page. <see cref="TikTokOptions.Endpoints"/> says where it really is.</summary>
    public const string AuthorizationEndpoint = "https://www.tiktok.com/v2/auth/authorize/";

    /// <summary>TikTok's token endpoint. <see cref="TikTokOptions.Endpoints"/> says where it really is.</summary>
    public const string TokenEndpoint = "https://open.tiktokapis.com/v2/oauth/token/";

    /// <summary>TikTok's user-info endpoint. <see cref="TikTokOptions.Endpoints"/> says where it really is.</summary>
    public const string UserInformationEndpoint = "https://open.tiktokapis.com/v2/user/info/";

    /// <summary>The path that TikTok sends the browser back to: <c>/signin-tiktok</c>. Register the full address of it at TikTok.</summary>
    public const string CallbackPath = "/signin-tiktok";

    /// <summary>The callback path that Auth.js uses, for applications that move from it: <c>/api/auth/callback/tiktok</c>.</summary>
    public const string AuthJsCallbackPath = "/api/auth/callback/tiktok";

    /// <summary>The callback path that Keyloom uses, for applications that move from it: <c>/api/auth/oauth/tiktok/callback</c>.</summary>
    public const string KeyloomCallbackPath = "/api/auth/oauth/tiktok/callback";
}
