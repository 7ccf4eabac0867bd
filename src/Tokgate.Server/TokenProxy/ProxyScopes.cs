using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>
/// What access tokens that passed by were granted. No more than a shortcut: what is not there, or is another's whose number is the same, is tried out. So it needs neither the tokens
/// nor their hashes, no clock and no lock: one place for each number, and whoever comes later stands in it.
/// </summary>
internal sealed class ProxyScopes
{
    private const int Places = 1 << 16; // a power of two

    private readonly Seen?[] seen = new Seen?[Places];

    private static IReadOnlyList<TikTokScopes> Ladder { get; } =
    [
        TikTokScopes.Of(TikTokScopeNames.UserInfoBasic, TikTokScopeNames.UserInfoProfile, TikTokScopeNames.UserInfoStats),
        TikTokScopes.Of(TikTokScopeNames.UserInfoBasic, TikTokScopeNames.UserInfoProfile),
        TikTokScopes.Of(TikTokScopeNames.UserInfoBasic, TikTokScopeNames.UserInfoStats),
        TikTokScopes.Of(TikTokScopeNames.UserInfoBasic),
    ];

    public void Remember(TikTokTokens tokens)
    {
        if (tokens.Scopes.Count > 0)
        {
            var number = NumberOf(tokens.AccessToken);
            seen[number & (Places - 1)] = new Seen(number, tokens.Scopes);
        }
    }

    /// <summary>What to try, in this order. A person may have taken something back since, so the rest follows.</summary>
    public IEnumerable<TikTokScopes> Of(AccessToken token) =>
        NumberOf(token) is var number && seen[number & (Places - 1)] is { } found && found.Number == number ? [found.Granted, .. Ladder] : Ladder;

    // Of this process alone: .NET seeds it anew at each start, so nobody outside can aim at a place.
    private static int NumberOf(AccessToken token) => token.GetHashCode();

    private sealed record Seen(int Number, TikTokScopes Granted);
}
