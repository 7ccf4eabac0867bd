namespace Tokgate.Server.Trials;

/// <summary>A sign-in that is tried, and what was seen. It makes nobody: no user, no session, no grant.</summary>
internal sealed record Trial
{
    public required string Id { get; init; }

    public required string ConnectionId { get; init; }

    /// <summary>The connection's name when it was made.</summary>
    public required string Connection { get; init; }

    /// <summary>The client key of the app that is tried, live or not.</summary>
    public required string TikTokApp { get; init; }

    /// <value>The application whose tokens are shown; null for one that does not exist.</value>
    public string? ClientId { get; init; }

    public required string CreatedBy { get; init; }

    public TrialState State { get; init; }

    /// <summary>Whether who made it runs it; otherwise somebody with the link does.</summary>
    public bool IsOwn { get; init; }

    public required DateTimeOffset RunExpiresAt { get; init; }

    public TrialDeparture? Departure { get; init; }

    /// <value>What was seen, as JSON of our own making, without anything secret; null before it began.</value>
    public string? Document { get; init; }

    public string? ErrorId { get; init; }

    /// <value>Null while nobody else may read it.</value>
    public DateTimeOffset? ShareExpiresAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
