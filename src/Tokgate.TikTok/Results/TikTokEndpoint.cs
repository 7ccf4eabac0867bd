namespace Tokgate.TikTok;

/// <summary>What was being asked of TikTok. The token address serves three of these; they fail differently, so they are told apart.</summary>
public enum TikTokEndpoint
{
    /// <summary>The authorization page and its callback (<c>/v2/auth/authorize/</c>).</summary>
    Authorize,

    /// <summary>Code for tokens (<c>/v2/oauth/token/</c>, <c>authorization_code</c>).</summary>
    Exchange,

    /// <summary>New tokens for a refresh token (<c>/v2/oauth/token/</c>, <c>refresh_token</c>).</summary>
    Refresh,

    /// <summary>The app's own token (<c>/v2/oauth/token/</c>, <c>client_credentials</c>).</summary>
    ClientToken,

    /// <summary>End of a user's grant (<c>/v2/oauth/revoke/</c>).</summary>
    Revoke,

    /// <summary>A new QR code (<c>/v2/oauth/get_qrcode/</c>).</summary>
    CreateQrCode,

    /// <summary>The state of a QR code (<c>/v2/oauth/check_qrcode/</c>).</summary>
    CheckQrCode,

    /// <summary>The user's profile (<c>/v2/user/info/</c>).</summary>
    UserInfo,

    /// <summary>The user's videos by page (<c>/v2/video/list/</c>).</summary>
    VideoList,

    /// <summary>The user's videos by id (<c>/v2/video/query/</c>).</summary>
    VideoQuery,

    /// <summary>Douyin: code for tokens (<c>/oauth/access_token/</c>).</summary>
    DouyinExchange,

    /// <summary>Douyin: a new access token for a refresh token that stays as it is (<c>/oauth/refresh_token/</c>).</summary>
    DouyinRefresh,

    /// <summary>Douyin: a new refresh token for an old one, which dies (<c>/oauth/renew_refresh_token/</c>).</summary>
    DouyinRenewal,

    /// <summary>Douyin: the app's own token (<c>/oauth/client_token/</c>).</summary>
    DouyinClientToken,

    /// <summary>Douyin: the user's profile (<c>/oauth/userinfo/</c>).</summary>
    DouyinUserInfo,
}
