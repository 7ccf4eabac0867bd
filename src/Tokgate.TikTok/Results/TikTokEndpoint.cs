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
}
