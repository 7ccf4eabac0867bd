namespace Tokgate.TikTok;

/// <summary>Scopes that TikTok documents (https://developers.tiktok.com/doc/tiktok-api-scopes). Each must be enabled on the app.</summary>
public static class TikTokScopeNames
{
    /// <summary>Open id, union id, avatar, display name. Comes with Login Kit.</summary>
    public const string UserInfoBasic = "user.info.basic";

    /// <summary>Bio, profile link, verified flag, username.</summary>
    public const string UserInfoProfile = "user.info.profile";

    /// <summary>Likes, followers, following and video counts.</summary>
    public const string UserInfoStats = "user.info.stats";

    /// <summary>The open id alone; TikTok Minis only.</summary>
    public const string UserInfoOpenId = "user.info.open_id";

    /// <summary>The user's public videos.</summary>
    public const string VideoList = "video.list";

    /// <summary>Content as a draft to the user's inbox.</summary>
    public const string VideoUpload = "video.upload";

    /// <summary>Direct posting.</summary>
    public const string VideoPublish = "video.publish";

    /// <summary>Public data for research.</summary>
    public const string ResearchDataBasic = "research.data.basic";

    /// <summary>Public data for research, European users under 18 included.</summary>
    public const string ResearchDataU18Eu = "research.data.u18eu";

    /// <summary>Provisioned data for vetted researchers.</summary>
    public const string ResearchDataVra = "research.data.vra";

    /// <summary>The commercial content library.</summary>
    public const string ResearchAdlibBasic = "research.adlib.basic";

    /// <summary>The full archive, once.</summary>
    public const string PortabilityAllSingle = "portability.all.single";

    /// <summary>The full archive, repeatedly.</summary>
    public const string PortabilityAllOngoing = "portability.all.ongoing";

    /// <summary>Activity, once.</summary>
    public const string PortabilityActivitySingle = "portability.activity.single";

    /// <summary>Activity, repeatedly.</summary>
    public const string PortabilityActivityOngoing = "portability.activity.ongoing";

    /// <summary>Direct messages, once.</summary>
    public const string PortabilityDirectMessagesSingle = "portability.directmessages.single";

    /// <summary>Direct messages, repeatedly.</summary>
    public const string PortabilityDirectMessagesOngoing = "portability.directmessages.ongoing";

    /// <summary>Posts and profile, once.</summary>
    public const string PortabilityPostsAndProfileSingle = "portability.postsandprofile.single";

    /// <summary>Posts and profile, repeatedly.</summary>
    public const string PortabilityPostsAndProfileOngoing = "portability.postsandprofile.ongoing";

    /// <summary>Product listings of local services.</summary>
    public const string LocalProductManage = "local.product.manage";

    /// <summary>Local shops.</summary>
    public const string LocalShopManage = "local.shop.manage";

    /// <summary>Validation of local vouchers.</summary>
    public const string LocalVoucherManage = "local.voucher.manage";

    /// <summary>Upload of mini-app metadata and packages.</summary>
    public const string MinisPublicUpsert = "minis.public.upsert";
}
