using System.Globalization;

namespace Tokgate.TikTok;

/// <summary>
/// What Douyin's numbers mean, in TikTok's words, so that whoever handles the one handles the other.
/// See https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/status-code.
/// </summary>
internal static class DouyinNumbers
{
    public static string CodeOf(long number, TikTokEndpoint endpoint) => (number, endpoint) switch
    {
        // One number, two meanings: the pages of /oauth/renew_refresh_token/ and /oauth/client_token/ both have it.
        (10020, TikTokEndpoint.DouyinRenewal) => TikTokErrorCodes.RenewalLimitReached,
        (10020 or 28003017 or 28003018 or 2190001, _) => TikTokErrorCodes.RateLimitExceeded,

        // At the API it is the access token that is too old; at the OAuth endpoints it is what they were sent.
        (10008, TikTokEndpoint.DouyinUserInfo) => TikTokErrorCodes.AccessTokenInvalid,
        (10007 or 10008 or 10010, _) => TikTokErrorCodes.InvalidGrant,

        (10002 or 10005 or 10006, _) => TikTokErrorCodes.InvalidRequest,
        (10003 or 10013, _) => TikTokErrorCodes.InvalidClient,
        (10004 or 28001014 or 28001016 or 28001018 or 28001019 or 2100007, _) => TikTokErrorCodes.UnauthorizedClient,
        (28001003 or 28001008 or 2190002 or 2190008, _) => TikTokErrorCodes.AccessTokenInvalid,
        (28001012 or 2190003, _) => TikTokErrorCodes.ScopeNotAuthorized,
        (28001007 or 28001015 or 2100005, _) => TikTokErrorCodes.InvalidParams,
        (28001005 or 28001006 or 2100004, _) => TikTokErrorCodes.InternalError,
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
