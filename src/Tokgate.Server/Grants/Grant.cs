using Tokgate.Server.Users;

namespace Tokgate.Server.Grants;

/// <summary>What one user allowed one client in one session; codes and tokens name it and die with it. Read together with what it depends on.</summary>
internal sealed record Grant
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public string UserId => User.Id;

    public required User User { get; init; }

    public required string SessionId { get; init; }

    public required bool IsOffline { get; init; }

    public required string RedirectUri { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? Audience { get; init; }

    public ClaimsRequest? ClaimsRequest { get; init; }

    public IReadOnlyList<string> UpstreamScopes { get; init; } = [];

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public string? Acr { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public bool IsRedeemed { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public bool IsRevoked { get; init; }

    /// <value>When its session ends or ended; null if there is no such session any more.</value>
    public required DateTimeOffset? SessionEndsAt { get; init; }

    /// <summary>Whether its code is still good, as far as time and people go. The session must live even if what the code buys may outlive it.</summary>
    public bool IsRedeemable(DateTimeOffset now) => IsAlive(now) && now < SessionEndsAt;

    public bool IsAlive(DateTimeOffset now) => !IsRevoked && now < ExpiresAt && User.Status == UserStatus.Active && (IsOffline || now < SessionEndsAt);
}
