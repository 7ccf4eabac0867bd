namespace Tokgate.Server.Protocol;

/// <summary>Claims that stand in a user's profile, and which scope opens them (OpenID Connect Core, 5.4).</summary>
internal static class ClaimNames
{
    /// <summary>The one claim for what TikTok says in its own words (open_id, is_verified, follower_count, …): an object.</summary>
    public const string TikTok = "https://tokgate.dev/claims/tiktok";

    public static IReadOnlyList<string> Profile { get; } = ["name", "nickname", "preferred_username", "profile", "picture", "updated_at", TikTok];

    /// <summary>Only where the operator switched on the placeholder; TikTok has no addresses.</summary>
    public static IReadOnlyList<string> Email { get; } = ["email", "email_verified"];
}
