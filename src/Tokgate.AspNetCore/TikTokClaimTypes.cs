namespace Tokgate.AspNetCore;

/// <summary>
/// The claim types that the handler adds beside <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> (TikTok's <c>open_id</c>) and
/// <see cref="System.Security.Claims.ClaimTypes.Name"/> (its <c>display_name</c>, neither unique nor stable). A claim whose field TikTok did not send is
/// absent. There is no email claim: TikTok has no email address to give.
/// </summary>
/// <remarks>Source of the fields: <see href="https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info"/>.</remarks>
public static class TikTokClaimTypes
{
    /// <summary>The user's id across all TikTok apps of one developer (<c>union_id</c>). TikTok sometimes leaves it out.</summary>
    public const string UnionId = "urn:tiktok:union_id";

    /// <summary>The address of the profile picture (<c>avatar_url</c>). It is signed and expires after about two days: copy the picture, do not keep the address.</summary>
    public const string Picture = "picture";

    /// <summary>The address of the 100x100 profile picture (<c>avatar_url_100</c>). Expires as <see cref="Picture"/> does.</summary>
    public const string AvatarUrl100 = "urn:tiktok:avatar_url_100";

    /// <summary>The address of the large profile picture (<c>avatar_large_url</c>). Expires as <see cref="Picture"/> does.</summary>
    public const string AvatarLargeUrl = "urn:tiktok:avatar_large_url";

    /// <summary>The name in the user's TikTok address (<c>username</c>, scope <c>user.info.profile</c>). It can change hands: never a key.</summary>
    public const string Username = "urn:tiktok:username";

    /// <summary>The profile's description (<c>bio_description</c>, scope <c>user.info.profile</c>).</summary>
    public const string Bio = "urn:tiktok:bio_description";

    /// <summary>The address of the TikTok profile (<c>profile_deep_link</c>, scope <c>user.info.profile</c>).</summary>
    public const string ProfileDeepLink = "urn:tiktok:profile_deep_link";

    /// <summary>Whether TikTok has verified the account (<c>is_verified</c>, scope <c>user.info.profile</c>): <c>true</c> or <c>false</c>.</summary>
    public const string IsVerified = "urn:tiktok:is_verified";

    /// <summary>The number of followers (<c>follower_count</c>, scope <c>user.info.stats</c>), a 64-bit integer.</summary>
    public const string FollowerCount = "urn:tiktok:follower_count";

    /// <summary>The number of accounts followed (<c>following_count</c>, scope <c>user.info.stats</c>), a 64-bit integer.</summary>
    public const string FollowingCount = "urn:tiktok:following_count";

    /// <summary>The number of likes received (<c>likes_count</c>, scope <c>user.info.stats</c>), a 64-bit integer.</summary>
    public const string LikesCount = "urn:tiktok:likes_count";

    /// <summary>The number of public videos (<c>video_count</c>, scope <c>user.info.stats</c>), a 64-bit integer.</summary>
    public const string VideoCount = "urn:tiktok:video_count";

    /// <summary>A scope that the user granted; one claim per scope.</summary>
    public const string Scope = "urn:tiktok:scope";

    /// <summary>A scope that the application asked for and the user did not grant; one claim per scope.</summary>
    public const string RefusedScope = "urn:tiktok:scope_refused";

    /// <summary>The id of the person's grant in the vault, when there is one (<c>AddTikTokVault()</c>). It names the grant and opens nothing.</summary>
    public const string Grant = "urn:tiktok:grant";
}
