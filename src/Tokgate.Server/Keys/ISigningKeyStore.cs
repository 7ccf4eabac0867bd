namespace Tokgate.Server.Keys;

internal interface ISigningKeyStore
{
    Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False if the algorithm has a key of this generation.</summary>
    Task<bool> TryAddAsync(StoredSigningKey key, CancellationToken cancellationToken);

    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken);
}
