namespace Tokgate.Server.Management.People;

/// <summary>Live sessions, for whoever manages them. How sessions end otherwise is <see cref="Sessions.ISessionStore"/>'s.</summary>
internal interface IPersonSessionStore
{
    Task<PersonSession?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>By id, after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<PersonSession>> ListAsync(string userId, string? after, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Ends it and revokes what was granted in it, also what was meant to outlive it. False if there is none.</summary>
    Task<bool> RevokeAsync(string id);
}
