namespace Tokgate.AspNetCore;

/// <summary>Default values of the Douyin authentication handler.</summary>
public static class DouyinDefaults
{
    /// <summary>The authentication scheme: <c>Douyin</c>.</summary>
    public const string AuthenticationScheme = "Douyin";

    /// <summary>The scheme's name on a page for people: <c>Douyin</c>.</summary>
    public const string DisplayName = "Douyin";

    /// <summary>Douyin's authorization page. <see cref="DouyinOptions.Endpoints"/> says where it really is.</summary>
    public const string AuthorizationEndpoint = "https://open.douyin.com/platform/oauth/connect/";

    /// <summary>Douyin's token endpoint. <see cref="DouyinOptions.Endpoints"/> says where it really is.</summary>
    public const string TokenEndpoint = "https://open.douyin.com/oauth/access_token/";

    /// <summary>Douyin's user-info endpoint. <see cref="DouyinOptions.Endpoints"/> says where it really is.</summary>
    public const string UserInformationEndpoint = "https://open.douyin.com/oauth/userinfo/";

    /// <summary>The path that Douyin sends the browser back to: <c>/signin-douyin</c>. Register the full address of it at Douyin.</summary>
    public const string CallbackPath = "/signin-douyin";
}
