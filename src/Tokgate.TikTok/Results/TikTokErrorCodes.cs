namespace Tokgate.TikTok;

/// <summary>
/// Error codes that TikTok is known to send, from https://developers.tiktok.com/doc/oauth-error-handling and
/// https://developers.tiktok.com/doc/tiktok-api-v2-error-handling. Others survive as text in <see cref="TikTokError.Code"/>.
/// </summary>
public static class TikTokErrorCodes
{
    /// <summary>The user or TikTok said no; read <see cref="TikTokError.Type"/> before calling it a cancel.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Client key or secret is wrong, or sandbox and production are mixed.</summary>
    public const string InvalidClient = "invalid_client";

    /// <summary>The code or refresh token is used up, expired, revoked, or another client's.</summary>
    public const string InvalidGrant = "invalid_grant";

    /// <summary>A parameter is missing or malformed; also a redirect URI or code verifier that does not match.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>A scope is unknown, not approved for the app, or the list was not joined by commas.</summary>
    public const string InvalidScope = "invalid_scope";

    /// <summary>The app may not do this: not approved, or Login Kit not added.</summary>
    public const string UnauthorizedClient = "unauthorized_client";

    /// <summary>The grant type is unknown.</summary>
    public const string UnsupportedGrantType = "unsupported_grant_type";

    /// <summary>The response type is unknown.</summary>
    public const string UnsupportedResponseType = "unsupported_response_type";

    /// <summary>An internal error of TikTok's OAuth endpoints.</summary>
    public const string ServerError = "server_error";

    /// <summary>TikTok's OAuth endpoints are down for the moment.</summary>
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>A parameter of the authorization page is wrong; <see cref="TikTokError.Type"/> names it.</summary>
    public const string ParamError = "param_error";

    /// <summary>The access token is missing, wrong or expired: refresh and ask again.</summary>
    public const string AccessTokenInvalid = "access_token_invalid";

    /// <summary>The user did not grant the scope that this needs.</summary>
    public const string ScopeNotAuthorized = "scope_not_authorized";

    /// <summary>Some of the fields need further scopes.</summary>
    public const string ScopePermissionMissed = "scope_permission_missed";

    /// <summary>A field or parameter of an API call is wrong.</summary>
    public const string InvalidParams = "invalid_params";

    /// <summary>Too many calls.</summary>
    public const string RateLimitExceeded = "rate_limit_exceeded";

    /// <summary>An internal error of TikTok's API.</summary>
    public const string InternalError = "internal_error";

    /// <summary>Ours, for Douyin's 10020 at a renewal: the refresh token was renewed as often as may be. It lives on until its end; then the user must sign in again.</summary>
    public const string RenewalLimitReached = "renewal_limit_reached";

    /// <summary>Ours, never TikTok's: the callback cannot be read, and <see cref="TikTokError.Description"/> says why.</summary>
    public const string InvalidCallback = "invalid_callback";
}
