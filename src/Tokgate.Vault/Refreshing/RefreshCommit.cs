using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>A new pair of tokens, to be written before anybody sees it.</summary>
public sealed record RefreshCommit
{
    /// <summary>Which grant (<see cref="Grant.Id"/>).</summary>
    public required string GrantId { get; init; }

    /// <summary>The generation that the attempt began with.</summary>
    public required long Generation { get; init; }

    /// <summary>The attempt that holds, or held, the lease.</summary>
    public required string AttemptId { get; init; }

    /// <summary>When the answer came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The pair.</summary>
    public required SealedTokens Sealed { get; init; }

    /// <summary>What is granted; null when TikTok did not say, and then it stays as it was.</summary>
    public TikTokScopes? Scopes { get; init; }

    /// <summary>When the access token dies.</summary>
    public required DateTimeOffset AccessExpiresAt { get; init; }

    /// <summary>When the refresh token dies; null when TikTok did not say.</summary>
    public DateTimeOffset? RefreshExpiresAt { get; init; }

    /// <summary>TikTok's id of the request; null when there was none.</summary>
    public string? LogId { get; init; }

    /// <summary>When background work looks at it again; null never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether the grant is one that is being revoked.</summary>
    public bool IsForRevocation { get; init; }

    /// <summary>Written with it if the grant had failed before, by whatever attempt.</summary>
    public GrantEvent? Recovered { get; init; }
}
