namespace Tokgate.TikTok;

/// <summary>Which of the two services a call goes to: what is said of it must name the one that was asked.</summary>
internal static class Upstream
{
    public static string NameOf(TikTokEndpoint endpoint) => endpoint is
        TikTokEndpoint.DouyinExchange
        or TikTokEndpoint.DouyinRefresh
        or TikTokEndpoint.DouyinRenewal
        or TikTokEndpoint.DouyinClientToken
        or TikTokEndpoint.DouyinUserInfo ? "Douyin" : "TikTok";
}
