using System.Collections.Frozen;

namespace Tokgate.Emulator.Wire;

/// <summary>TikTok's scopes, what the consent page says about them, and the fields of user info that each opens.</summary>
internal static class Scopes
{
    public const string Basic = "user.info.basic";
    public const string Profile = "user.info.profile";
    public const string Stats = "user.info.stats";
    public const string VideoList = "video.list";

    public static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Basic] = "Read your profile: open id, avatar and display name",
        [Profile] = "Read your additional profile: bio, profile link, username and verification",
        [Stats] = "Read your statistics: followers, following, likes and number of videos",
        [VideoList] = "Read your public videos",
        ["video.upload"] = "Send drafts to your inbox",
        ["video.publish"] = "Post content to your account",
        ["research.data.basic"] = "Access public data for research",
        ["research.data.u18eu"] = "Access public data for research, with European users under 18",
        ["research.data.vra"] = "Access data provisioned for vetted researchers",
        ["research.adlib.basic"] = "Search the commercial content library",
        ["portability.all.single"] = "Download a full archive of your data, once",
        ["portability.all.ongoing"] = "Download full archives of your data, repeatedly",
        ["portability.activity.single"] = "Download your activity, once",
        ["portability.activity.ongoing"] = "Download your activity, repeatedly",
        ["portability.directmessages.single"] = "Download your direct messages, once",
        ["portability.directmessages.ongoing"] = "Download your direct messages, repeatedly",
        ["portability.postsandprofile.single"] = "Download your posts and profile, once",
        ["portability.postsandprofile.ongoing"] = "Download your posts and profile, repeatedly",
        ["local.product.manage"] = "Manage your product listings",
        ["local.shop.manage"] = "Manage your local shops",
        ["local.voucher.manage"] = "Validate your vouchers",
        ["minis.public.upsert"] = "Upload mini-app packages",
        ["artist.certification.read"] = "Read your artist certification",
        ["artist.certification.update"] = "Update your artist certification",
        ["user.info.open_id"] = "Read your open id (mini apps)",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, string> UserFields = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["open_id"] = Basic,
        ["union_id"] = Basic,
        ["avatar_url"] = Basic,
        ["avatar_url_100"] = Basic,
        // In no field table of v2, but passport-tiktok-auth always asks for it and signs people in at TikTok.
        ["avatar_url_200"] = Basic,
        ["avatar_large_url"] = Basic,
        ["display_name"] = Basic,
        ["bio_description"] = Profile,
        ["profile_deep_link"] = Profile,
        ["is_verified"] = Profile,
        ["username"] = Profile,
        ["follower_count"] = Stats,
        ["following_count"] = Stats,
        ["likes_count"] = Stats,
        ["video_count"] = Stats,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Splits on commas alone: a space is part of a name here, and no scope has one.</summary>
    public static string[] Split(string text) => [.. text.Split(',').Distinct(StringComparer.Ordinal)];

    public static string Join(IEnumerable<string> scopes) => string.Join(',', scopes);
}
