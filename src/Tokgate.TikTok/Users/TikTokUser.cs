using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// A user as TikTok tells it. Every field but <see cref="OpenId"/> may be missing: not asked for, not granted, or left out by TikTok.
/// There is never an email address. See https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info.
/// </summary>
public sealed class TikTokUser
{
    /// <summary>The user within this TikTok app (<c>open_id</c>). Key accounts on it. Opaque; never empty.</summary>
    public required string OpenId { get; init; }

    /// <summary>The user across one developer's apps (<c>union_id</c>); null when TikTok leaves it out, as it sometimes does.</summary>
    public string? UnionId { get; init; }

    /// <summary>Signed link to the avatar; dies after a day or two. Null when not given.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>As <see cref="AvatarUrl"/>, 100 × 100 pixels.</summary>
    public string? AvatarUrl100 { get; init; }

    /// <summary>As <see cref="AvatarUrl"/>, large.</summary>
    public string? AvatarLargeUrl { get; init; }

    /// <summary>What the user calls themselves, exactly as they typed it: any Unicode, trailing spaces, markup. Neither unique nor stable.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The user's text about themselves. Needs <c>user.info.profile</c>.</summary>
    public string? BioDescription { get; init; }

    /// <summary>Link to the profile. Needs <c>user.info.profile</c>.</summary>
    public string? ProfileDeepLink { get; init; }

    /// <summary>Whether TikTok verified the account. Needs <c>user.info.profile</c>.</summary>
    public bool? IsVerified { get; init; }

    /// <summary>The handle. Unique today, and it changes hands: never a key. Needs <c>user.info.profile</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Followers. Needs <c>user.info.stats</c>.</summary>
    public long? FollowerCount { get; init; }

    /// <summary>Accounts followed. Needs <c>user.info.stats</c>.</summary>
    public long? FollowingCount { get; init; }

    /// <summary>Likes received. Needs <c>user.info.stats</c>.</summary>
    public long? LikesCount { get; init; }

    /// <summary>Public videos. Needs <c>user.info.stats</c>.</summary>
    public long? VideoCount { get; init; }

    /// <summary>Fields that this library does not know, such as ones asked for by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalFields { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Fields that were wanted and not asked for, because the granted scopes do not allow them.</summary>
    public IReadOnlyList<string> OmittedFields { get; init; } = [];
}
