namespace Tokgate.Server.Sessions;

internal interface ISessionStore
{
    /// <summary>The session with this handle, if it has not ended and its user is active. Its times are the caller's to check.</summary>
    Task<Session?> FindAsync(byte[] handleHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>False if it has ended already.</summary>
    Task<bool> EndAsync(string id, CancellationToken cancellationToken);
}
