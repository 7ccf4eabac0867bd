namespace Tokgate.Server.Grants;

/// <summary>What one user has just allowed one client: all that a code, and the tokens it buys, will ever need to know of the sign-in.</summary>
internal sealed record AuthorizedRequest
{
    public required string ClientId { get; init; }

    /// <summary>As the client sent it; the token request must repeat the same string.</summary>
    public required string RedirectUri { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required string UserId { get; init; }

    public required string SessionId { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; init; }

    public string? Nonce { get; init; }

    /// <value>An S256 challenge, or null if the client sent none and may do so.</value>
    public string? CodeChallenge { get; init; }

    public ClaimsRequest? ClaimsRequest { get; init; }

    public string? Acr { get; init; }

    /// <summary>An API that the access token is for, beside UserInfo.</summary>
    public string? Audience { get; init; }

    /// <summary>What TikTok's user granted, in TikTok's words.</summary>
    public IReadOnlyList<string> UpstreamScopes { get; init; } = [];

    /// <value>The id that the grant shall have; null is any.</value>
    public string? GrantId { get; init; }

    /// <summary>offline_access was asked for and granted: what this buys outlives the session.</summary>
    public bool IsOffline { get; init; }
}
