namespace Tokgate.Server.Account;

internal sealed record AccountSession
{
    public required string Id { get; init; }

    public required string Connection { get; init; }

    public required string TikTokApp { get; init; }

    /// <summary>TikTok scopes, comma-separated.</summary>
    public required string GrantedScopes { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public string? UserAgent { get; init; }
}
