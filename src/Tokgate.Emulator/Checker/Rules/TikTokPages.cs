namespace Tokgate.Emulator.Checker.Rules;

/// <summary>The pages on which the rules rest.</summary>
internal static class TikTokPages
{
    public static readonly Uri Web = new("https://developers.tiktok.com/doc/login-kit-web");
    public static readonly Uri Desktop = new("https://developers.tiktok.com/doc/login-kit-desktop");
    public static readonly Uri Android = new("https://developers.tiktok.com/doc/login-kit-android-quickstart-v2");
    public static readonly Uri Qr = new("https://developers.tiktok.com/doc/login-kit-qr-code-authorization");
    public static readonly Uri Tokens = new("https://developers.tiktok.com/doc/oauth-user-access-token-management");
    public static readonly Uri Exchange = new("https://developers.tiktok.com/doc/oauth-get-a-user-access-token");
    public static readonly Uri Refresh = new("https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token");
    public static readonly Uri Revoke = new("https://developers.tiktok.com/docs/en/oauth-revoke-a-user-access-token");
    public static readonly Uri ClientTokens = new("https://developers.tiktok.com/doc/client-access-token-management");
    public static readonly Uri OAuthErrors = new("https://developers.tiktok.com/doc/oauth-error-handling");
    public static readonly Uri Introduction = new("https://developers.tiktok.com/doc/tiktok-api-v2-introduction");
    public static readonly Uri ApiErrors = new("https://developers.tiktok.com/doc/tiktok-api-v2-error-handling");
    public static readonly Uri UserInfo = new("https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info");
    public static readonly Uri VideoList = new("https://developers.tiktok.com/doc/tiktok-api-v2-video-list");
    public static readonly Uri VideoQuery = new("https://developers.tiktok.com/doc/tiktok-api-v2-video-query");
    public static readonly Uri Scopes = new("https://developers.tiktok.com/doc/tiktok-api-scopes");
    public static readonly Uri RateLimit = new("https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit");
    public static readonly Uri Migration = new("https://developers.tiktok.com/bulletin/migration-guidance-oauth-v1");
    public static readonly Uri Review = new("https://developers.tiktok.com/doc/app-review-guidelines");
    public static readonly Uri Sandbox = new("https://developers.tiktok.com/doc/add-a-sandbox");
}
