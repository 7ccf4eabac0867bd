namespace Tokgate.Server.Management.People;

/// <summary>A session of a person's browser with us, which has not ended.</summary>
internal sealed record PersonSession
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string Connection { get; init; }

    public required string TikTokApp { get; init; }

    public required string GrantedScopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? UserAgent { get; init; }

    /// <value>The clients that got tokens in it.</value>
    public IReadOnlyList<string> Clients { get; init; } = [];
}
