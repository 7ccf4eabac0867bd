using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>What a caller needs of an access token.</summary>
public sealed class TokenRequest
{
    /// <summary>How long it must live on. Null is <see cref="VaultOptions.MinTtl"/>.</summary>
    public TimeSpan? MinTtl { get; init; }

    /// <summary>
    /// The generation whose token TikTok has just refused. It causes a refresh only if it is still the current one, so a thousand callers that saw one refusal cause one.
    /// Null when nothing was refused.
    /// </summary>
    public long? RefusedGeneration { get; init; }

    /// <summary>What the token must be good for. What is missing is named in the answer; the token comes all the same.</summary>
    public TikTokScopes NeededScopes { get; init; } = TikTokScopes.None;
}
