namespace Tokgate.AspNetCore;

/// <summary>What is named otherwise at TikTok and at Douyin.</summary>
internal sealed record SignInWords(
    string Service,
    string Method,
    string KeySettings,
    string SecretSettings,
    string Scope,
    string CallbackPath,
    string AuthorizationEndpoint,
    string TokenEndpoint,
    string UserInformationEndpoint)
{
    public static SignInWords TikTok { get; } = new(
        "TikTok",
        "AddTikTok()",
        "TIKTOK_CLIENT_ID (or AUTH_TIKTOK_ID)",
        "TIKTOK_CLIENT_SECRET (or AUTH_TIKTOK_SECRET)",
        Tokgate.TikTok.TikTokScopeNames.UserInfoBasic,
        TikTokDefaults.CallbackPath,
        TikTokDefaults.AuthorizationEndpoint,
        TikTokDefaults.TokenEndpoint,
        TikTokDefaults.UserInformationEndpoint);

    public static SignInWords Douyin { get; } = new(
        "Douyin",
        "AddDouyin()",
        "DOUYIN_CLIENT_KEY",
        "DOUYIN_CLIENT_SECRET",
        Tokgate.TikTok.DouyinScopeNames.UserInfo,
        DouyinDefaults.CallbackPath,
        DouyinDefaults.AuthorizationEndpoint,
        DouyinDefaults.TokenEndpoint,
        DouyinDefaults.UserInformationEndpoint);
}
