namespace Tokgate.Vault;

/// <summary>How an attempt ended that brought no tokens.</summary>
public sealed record RefreshFailure
{
    /// <summary>Which grant (<see cref="Grant.Id"/>).</summary>
    public required string GrantId { get; init; }

    /// <summary>The generation that the attempt began with.</summary>
    public required long Generation { get; init; }

    /// <summary>The attempt that holds, or held, the lease.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Why.</summary>
    public required AttemptCause Cause { get; init; }

    /// <summary>TikTok's id of the request; null when there was none.</summary>
    public string? LogId { get; init; }

    /// <summary>The state from now on; null leaves it.</summary>
    public GrantState? State { get; init; }

    /// <summary>Whether it counts among <see cref="Grant.Failures"/>; not when no grant is to blame.</summary>
    public bool IsCounted { get; init; } = true;

    /// <summary>TikTok is not asked before this; null when it may be.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When background work looks at it again; null never.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Written with it; null when there is nothing to tell.</summary>
    public GrantEvent? Event { get; init; }

    /// <summary>Of the attempt that has the grant's lease. It is due again when it may be tried again; null never.</summary>
    internal static RefreshFailure Of(Grant leased, Verdict verdict, DateTimeOffset? next) => new()
    {
        GrantId = leased.Id,
        Generation = leased.Generation,
        AttemptId = leased.Lease!.AttemptId, // whoever closes it holds it
        Cause = verdict.Cause,
        LogId = verdict.LogId,
        NextAttemptAt = next,
        DueAt = next,
    };
}
