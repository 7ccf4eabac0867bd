namespace Tokgate.Server.Connections;

internal interface IConnectionStore
{
    Task<IReadOnlyList<StoredConnection>> ListAsync(CancellationToken cancellationToken);

    Task<StoredConnection?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Of all connections, in the order of their ids: what a node compares with what it knows.</summary>
    Task<IReadOnlyList<KeyValuePair<string, long>>> VersionsAsync(CancellationToken cancellationToken);

    Task<ConnectionWrite> TryCreateAsync(StoredConnection connection, CancellationToken cancellationToken);

    /// <summary>Writes over the version that was read, which the configuration names.</summary>
    /// <param name="connection">All of it.</param>
    /// <param name="freed">Client keys of apps that go. If a grant needs one nothing is written; empty lets them go all the same.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    Task<ConnectionWrite> TryUpdateAsync(StoredConnection connection, IReadOnlyCollection<string> freed, CancellationToken cancellationToken);

    /// <summary>As an update of that version that leaves nothing.</summary>
    Task<ConnectionWrite> DeleteAsync(ConnectionConfig connection, IReadOnlyCollection<string> freed, CancellationToken cancellationToken);

    /// <summary>False if the secrets are not what was read any more.</summary>
    Task<bool> TryResealAsync(string id, byte[] read, byte[] box, CancellationToken cancellationToken);
}
