namespace Tokgate.Vault;

/// <summary>An attempt that wants to begin.</summary>
public sealed record RefreshStart
{
    /// <summary>Which grant (<see cref="Grant.Id"/>).</summary>
    public required string GrantId { get; init; }

    /// <summary>The generation that it must have.</summary>
    public required long Generation { get; init; }

    /// <summary>The attempt's own id.</summary>
    public required string AttemptId { get; init; }

    /// <summary>How long nobody else may ask.</summary>
    public required TimeSpan LeaseFor { get; init; }

    /// <summary>Now, by the process's clock. Stores that have a clock of their own use that for the lease.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the grant is one that is being revoked; then its state must be <see cref="GrantState.Revoked"/>, and otherwise active or ambiguous.</summary>
    public bool IsForRevocation { get; init; }

    /// <summary>Makes the event that is written if the attempt before was never closed and nothing had failed before that.</summary>
    public required Func<Grant, GrantEvent> AnnounceAbandoned { get; init; }
}
