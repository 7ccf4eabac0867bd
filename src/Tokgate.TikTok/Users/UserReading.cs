namespace Tokgate.TikTok;

/// <summary>Makes a user of <c>data.user</c>.</summary>
internal static class UserReading
{
    private static readonly HashSet<string> s_known = new(TikTokFields.All, StringComparer.Ordinal);

    public static TikTokUser User(Answer answer, IReadOnlyList<string> omitted)
    {
        if (answer.Root.ObjectOrNull("data")?.ObjectOrNull("user") is not { } user)
        {
            throw answer.Lacks("data.user");
        }

        var openId = user.StringOrNull(TikTokFields.OpenId);
        if (string.IsNullOrWhiteSpace(openId))
        {
            throw answer.Lacks("data.user.open_id");
        }

        return new TikTokUser
        {
            OpenId = openId,
            // Missing and empty both mean "none": a key of "" would join strangers.
            UnionId = user.StringOrNull("union_id") is { Length: > 0 } unionId ? unionId : null,
            AvatarUrl = user.StringOrNull("avatar_url"),
            AvatarUrl100 = user.StringOrNull("avatar_url_100"),
            AvatarLargeUrl = user.StringOrNull("avatar_large_url"),
            DisplayName = user.StringOrNull("display_name"),
            BioDescription = user.StringOrNull("bio_description"),
            ProfileDeepLink = user.StringOrNull("profile_deep_link"),
            IsVerified = user.BooleanOrNull("is_verified"),
            Username = user.StringOrNull("username"),
            FollowerCount = user.Int64OrNull("follower_count"),
            FollowingCount = user.Int64OrNull("following_count"),
            LikesCount = user.Int64OrNull("likes_count"),
            VideoCount = user.Int64OrNull("video_count"),
            AdditionalFields = user.Unknown(s_known),
            OmittedFields = omitted,
        };
    }
}
