using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>What one TikTok user gave one TikTok app, kept for one owner. Its tokens are only in <see cref="Sealed"/>.</summary>
public sealed record Grant
{
    /// <summary>Random; never reused.</summary>
    public required string Id { get; init; }

    /// <summary>The client key of the TikTok app that the grant was given to. It refreshes with this app for ever.</summary>
    public required string TikTokApp { get; init; }

    /// <summary>The application's name for the way in, such as <c>tiktok</c>. It is bound into what is sealed and cannot be changed.</summary>
    public required string Connection { get; init; }

    /// <summary>Whose grant it is, by the application's own key. It is bound into what is sealed and cannot be changed.</summary>
    public required string Owner { get; init; }

    /// <summary>The user within the TikTok app (<c>open_id</c>).</summary>
    public required string OpenId { get; init; }

    /// <summary>What was granted.</summary>
    public required TikTokScopes Scopes { get; init; }

    /// <summary>Raised by each new pair of tokens and by whatever ends them. A refresh is committed on the generation that it began with, or not at all.</summary>
    public long Generation { get; init; } = 1;

    /// <summary>Whether it can be refreshed.</summary>
    public GrantState State { get; init; }

    /// <summary>The tokens; null once they were destroyed.</summary>
    public SealedTokens? Sealed { get; init; }

    /// <summary>When the access token dies.</summary>
    public required DateTimeOffset AccessExpiresAt { get; init; }

    /// <summary>When the refresh token dies; null when TikTok did not say.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>When the present pair was received.</summary>
    public required DateTimeOffset RefreshedAt { get; init; }

    /// <summary>When the person last agreed at TikTok. A removal that is older does not touch the grant.</summary>
    public required DateTimeOffset AuthorizedAt { get; init; }

    /// <summary>When the grant was first kept.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its token was last asked for, to within <see cref="VaultOptions.UsageResolution"/>.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>The attempt under way; null when there is none.</summary>
    public GrantLease? Lease { get; init; }

    /// <summary>The latest attempt; null before the first.</summary>
    public GrantAttempt? LastAttempt { get; init; }

    /// <summary>Attempts that failed since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>TikTok is not asked before this; null when it may be asked.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When background work looks at the grant; null when it has no reason to.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When we ended the grant on our side; null unless TikTok has still to be told or was told.</summary>
    public DateTimeOffset? RevokeRequestedAt { get; init; }

    /// <summary>Id and state.</summary>
    /// <returns>Nothing of the owner or the user.</returns>
    public override string ToString() => $"{Id} ({State})";
}
