namespace Tokgate.Server.Keys;

/// <summary>Small sealed things that all nodes share: the proof of the master key, the ring that protects cookies.</summary>
internal interface ISealedSettingStore
{
    Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>False if the name is taken; then the value stays as it was.</summary>
    Task<bool> TryAddAsync(string name, byte[] value, CancellationToken cancellationToken);

    /// <summary>False if it is not what was read any more.</summary>
    Task<bool> TryReplaceAsync(string name, byte[] read, byte[] value, CancellationToken cancellationToken);
}
