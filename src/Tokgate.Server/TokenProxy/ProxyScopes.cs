using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>What access tokens that passed by were granted, by the hash of each, until they expire. No more than a shortcut: what is not there is tried out.</summary>
internal sealed class ProxyScopes : IDisposable
{
    private const int MaxTokens = 100_000;

    private readonly MemoryCache byToken = new(new MemoryCacheOptions { SizeLimit = MaxTokens });

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
            byToken.Set(Key(tokens.AccessToken), tokens.Scopes, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = tokens.ExpiresIn });
        }
    }

    /// <summary>What to try, in this order. A person may have taken something back since, so the rest follows.</summary>
    public IEnumerable<TikTokScopes> Of(AccessToken token) => byToken.TryGetValue(Key(token), out TikTokScopes? granted) && granted is not null ? [granted, .. Ladder] : Ladder;

    public void Dispose() => byToken.Dispose();

    private static string Key(AccessToken token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal())));
}
