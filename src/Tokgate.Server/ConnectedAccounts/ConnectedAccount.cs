using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>A TikTok account of somebody, as its holder sees it.</summary>
internal sealed record ConnectedAccount
{
    /// <summary>Of its grant in the vault.</summary>
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string Connection { get; init; }

    public required string TikTokApp { get; init; }

    public required string OpenId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required GrantState State { get; init; }

    public required DateTimeOffset AuthorizedAt { get; init; }

    /// <value>Null for one that somebody signed in with.</value>
    public DateTimeOffset? ConnectedAt { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }
}
