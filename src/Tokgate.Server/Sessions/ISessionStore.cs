namespace Tokgate.Server.Sessions;

/// <summary>
/// The sessions, and the only door through which they end: whoever ends one, in whatever room, everything that has to happen with it happens in the same
/// transaction. Grants without offline_access need no write, because they are read together with their session.
/// </summary>
internal interface ISessionStore
{
    /// <summary>The session with this handle, if it has not ended and its user is active. Its times are the caller's to check.</summary>
    Task<Session?> FindAsync(byte[] handleHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>False if it has ended already.</summary>
    Task<bool> EndAsync(string id, CancellationToken cancellationToken);

    /// <summary>How many had not ended before.</summary>
    Task<int> EndAllOfUserAsync(string userId, CancellationToken cancellationToken);
}
