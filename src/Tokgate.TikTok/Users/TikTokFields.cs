using System.Collections.Frozen;

namespace Tokgate.TikTok;

/// <summary>
/// Fields of a user and the scope that each needs. One field too many fails the whole call, so only what is granted is asked for.
/// See https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info.
/// </summary>
public static class TikTokFields
{
    /// <summary>The user within this TikTok app.</summary>
    public const string OpenId = "open_id";

    private static readonly (string Field, string Scope)[] s_table =
    [
        (OpenId, TikTokScopeNames.UserInfoBasic),
        ("union_id", TikTokScopeNames.UserInfoBasic),
        ("avatar_url", TikTokScopeNames.UserInfoBasic),
        ("avatar_url_100", TikTokScopeNames.UserInfoBasic),
        ("avatar_large_url", TikTokScopeNames.UserInfoBasic),
        ("display_name", TikTokScopeNames.UserInfoBasic),
        ("bio_description", TikTokScopeNames.UserInfoProfile),
        ("profile_deep_link", TikTokScopeNames.UserInfoProfile),
        ("is_verified", TikTokScopeNames.UserInfoProfile),
        ("username", TikTokScopeNames.UserInfoProfile),
        ("follower_count", TikTokScopeNames.UserInfoStats),
        ("following_count", TikTokScopeNames.UserInfoStats),
        ("likes_count", TikTokScopeNames.UserInfoStats),
        ("video_count", TikTokScopeNames.UserInfoStats),
    ];

    /// <summary>Every documented field, in TikTok's order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. s_table.Select(static row => row.Field)];

    /// <summary>The scope that each documented field needs.</summary>
    public static IReadOnlyDictionary<string, string> ScopeOf { get; } =
        s_table.ToFrozenDictionary(static row => row.Field, static row => row.Scope, StringComparer.Ordinal);

    /// <summary>The documented fields that a set of granted scopes allows.</summary>
    /// <param name="granted">What the user granted.</param>
    /// <returns>In TikTok's order.</returns>
    public static IReadOnlyList<string> ForScopes(TikTokScopes granted)
    {
        ArgumentNullException.ThrowIfNull(granted);
        return [.. All.Where(field => IsAllowed(field, granted))];
    }

    /// <summary>Whether the granted scopes allow a field. A field that is not documented is taken at its asker's word.</summary>
    internal static bool IsAllowed(string field, TikTokScopes granted) =>
        !ScopeOf.TryGetValue(field, out var scope) || granted.Contains(scope);

    internal static string[] Checked(IEnumerable<string> fields)
    {
        var list = fields.Distinct(StringComparer.Ordinal).ToArray();
        return Array.Exists(list, static field => string.IsNullOrEmpty(field) || !field.All(IsFieldCharacter))
            ? throw new ArgumentException("A field name is empty or holds something other than a-z, 0-9 and _.", nameof(fields))
            : list;
    }

    private static bool IsFieldCharacter(char character) => character is '_' || char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
}
