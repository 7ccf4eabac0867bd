namespace Tokgate.Server.Keys;

internal interface ISigningKeyStore
{
    Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False if the algorithm has a key of this generation.</summary>
    Task<bool> TryAddAsync(StoredSigningKey key, CancellationToken cancellationToken);

    /// <summary>Another box for the same key. False if it has gone, or has another box than was read.</summary>
    Task<bool> TryResealAsync(StoredSigningKey read, byte[] box, CancellationToken cancellationToken);

    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken);
}
