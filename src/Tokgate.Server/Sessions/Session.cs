namespace Tokgate.Server.Sessions;

/// <summary>One browser's sign-in. <see cref="Id"/> is the <c>sid</c> that clients see; what the browser holds is a handle that is no part of this.</summary>
internal sealed record Session
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string Connection { get; init; }

    /// <summary>The TikTok app's client key.</summary>
    public required string TikTokApp { get; init; }

    /// <summary>TikTok scopes that were asked for, comma-separated. Somebody who refused one is not asked again by every client.</summary>
    public required string AskedScopes { get; init; }

    /// <summary>TikTok scopes that were granted, comma-separated.</summary>
    public required string GrantedScopes { get; init; }

    /// <summary>When we accepted a fresh callback from TikTok.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public bool IsLive(DateTimeOffset now) => now < IdleExpiresAt && now < ExpiresAt;
}
