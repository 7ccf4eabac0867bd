namespace Tokgate.TikTok;

/// <summary>Scopes that Douyin documents and that a sign-in deals with. Each must be granted to the app in Douyin's console.</summary>
public static class DouyinScopeNames
{
    /// <summary>The user's public profile: nickname and avatar.</summary>
    public const string UserInfo = "user_info";

    /// <summary>The user's open id alone, without a page, inside Douyin's own app. For apps that Douyin has listed.</summary>
    public const string LoginId = "login_id";

    /// <summary>The user's telephone number, encrypted with the app's secret.</summary>
    public const string MobileAlert = "mobile_alert";

    /// <summary>
    /// That the app may renew refresh tokens (<see cref="DouyinClient.RenewRefreshTokenAsync"/>). The app holds it; users are not asked, and it does not stand in an authorization request.
    /// </summary>
    public const string RenewRefreshToken = "renew_refresh_token";
}
