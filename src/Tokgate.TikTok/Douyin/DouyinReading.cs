namespace Tokgate.TikTok;

/// <summary>Makes what only Douyin has of its answers.</summary>
internal static class DouyinReading
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "open_id", "union_id", "nickname", "avatar", "e_account_role", "client_key", "error_code", "description", "captcha", "desc_url", "log_id",
    };

    public static DouyinRefreshToken Renewal(Answer answer) => new()
    {
        RefreshToken = TokenReading.Required(answer, "refresh_token", RefreshToken.From),
        ExpiresIn = TokenReading.Lifetime(answer, "expires_in"), // the refresh token's, under the name that is the access token's elsewhere
        ReceivedAt = answer.Reply.ReceivedAt,
    };

    public static DouyinUser User(Answer answer)
    {
        var user = answer.Root;
        var openId = user.StringOrNull("open_id");
        if (string.IsNullOrWhiteSpace(openId))
        {
            throw answer.Lacks("data.open_id");
        }

        return new DouyinUser
        {
            OpenId = openId,
            // Missing and empty both mean "none": a key of "" would join strangers.
            UnionId = Something(user.StringOrNull("union_id")),
            Nickname = user.StringOrNull("nickname"),
            Avatar = user.StringOrNull("avatar"),
            BusinessRole = Something(user.StringOrNull("e_account_role")),
            AdditionalFields = user.Unknown(s_known),
            Json = user,
        };
    }

    // Douyin's own examples show <nil> where there is nothing.
    private static string? Something(string? text) => text is { Length: > 0 } and not "<nil>" ? text : null;
}
