namespace Tokgate.Server.Administrators;

internal interface IAdministratorSessionStore
{
    /// <summary>The session with this handle. Its times are the caller's to check.</summary>
    Task<AdministratorSession?> FindAsync(byte[] handleHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<AdministratorSession>> ListAsync(CancellationToken cancellationToken);

    Task TouchAsync(string id, DateTimeOffset seenAt, DateTimeOffset idleExpiresAt);

    /// <summary>False if it has ended already.</summary>
    Task<bool> EndAsync(string id);
}
