namespace Tokgate.Server.Administrators;

/// <summary>One browser in which an administrator is signed in, with who that is now: a role that was taken away is gone at the next request.</summary>
internal sealed record AdministratorSession
{
    public required string Id { get; init; }

    public required string AdministratorId { get; init; }

    public required string UserName { get; init; }

    public required AdministratorRole Role { get; init; }

    /// <summary>Whether they have set up anything to sign in with when this ends.</summary>
    public required bool CanReturn { get; init; }

    /// <summary>By what they signed in: one of <see cref="SignInMethods"/>.</summary>
    public required string Method { get; init; }

    public string? Address { get; init; }

    public string? UserAgent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset IdleExpiresAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public bool IsLive(DateTimeOffset now) => now < IdleExpiresAt && now < ExpiresAt;
}
