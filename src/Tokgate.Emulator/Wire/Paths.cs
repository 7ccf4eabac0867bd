namespace Tokgate.Emulator.Wire;

/// <summary>The paths of TikTok's two hosts, of Douyin's one, and of the emulator's own rooms. The trailing slash is part of an API path.</summary>
internal static class Paths
{
    public const string Authorize = "/v2/auth/authorize/";
    public const string AuthorizeWithoutSlash = "/v2/auth/authorize";
    public const string Token = "/v2/oauth/token/";
    public const string Revoke = "/v2/oauth/revoke/";
    public const string GetQrCode = "/v2/oauth/get_qrcode/";
    public const string CheckQrCode = "/v2/oauth/check_qrcode/";
    public const string UserInfo = "/v2/user/info/";
    public const string VideoList = "/v2/video/list/";
    public const string VideoQuery = "/v2/video/query/";

    public const string DouyinConnect = "/platform/oauth/connect/";
    public const string DouyinToken = "/oauth/access_token/";
    public const string DouyinRefresh = "/oauth/refresh_token/";
    public const string DouyinRenew = "/oauth/renew_refresh_token/";
    public const string DouyinClientToken = "/oauth/client_token/";
    public const string DouyinUserInfo = "/oauth/userinfo/";

    /// <summary>A sign-in that waits for a person: the authorize page after a person was chosen.</summary>
    public const string Consent = "/_emulator/authorize";
    public const string DouyinConsent = "/_emulator/douyin/authorize";
    public const string Scan = "/_emulator/scan";
    public const string Phone = "/_emulator/qr";
    public const string Check = "/_emulator/check";
    public const string Styles = "/_emulator/style.css";
    public const string Icon = "/favicon.ico";
    public const string Media = "/_emulator/media/";
    public const string Control = "/_emulator/";

    public static bool IsDouyin(string path) =>
        path is DouyinConnect or DouyinToken or DouyinRefresh or DouyinRenew or DouyinClientToken or DouyinUserInfo;
}
