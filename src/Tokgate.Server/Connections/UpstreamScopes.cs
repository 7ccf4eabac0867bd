using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>How a client's scopes and TikTok's go together: OpenID Connect's words need some of TikTok's, and TikTok's own stand for themselves.</summary>
internal static class UpstreamScopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string OfflineAccess = "offline_access";

    private static readonly string[] TikTokPrefixes = ["user.info.", "video.", "research.", "portability.", "local.", "minis."];

    public static IEnumerable<string> Of(string scope) => scope switch
    {
        OpenId => [TikTokScopeNames.UserInfoBasic],
        Profile => [TikTokScopeNames.UserInfoBasic, TikTokScopeNames.UserInfoProfile],
        _ when IsOurs(scope) => [],
        _ => [scope],
    };

    /// <summary>What a client gets of what it asked: our own words, and those of TikTok's that the person granted.</summary>
    public static IReadOnlyList<string> Granted(IReadOnlyList<string> asked, TikTokScopes upstream) => [.. asked.Where(scope => IsOurs(scope) || upstream.Contains(scope))];

    /// <summary>Whether the word speaks of the user's profile or of TikTok: no API's own scope may be called so, or its token would open more than that API.</summary>
    public static bool IsReserved(string scope) => IsOurs(scope) || TikTokPrefixes.Any(prefix => scope.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsOurs(string scope) => scope is OpenId or Profile or Email or OfflineAccess;
}
