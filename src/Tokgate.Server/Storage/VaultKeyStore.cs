using Tokgate.Vault;

namespace Tokgate.Server.Storage;

/// <summary>The vault's own store of master keys, but for what every start reads: that is plain SQL, because the first answer would wait for EF's model.</summary>
internal sealed class VaultKeyStore(IVaultKeyStore store, IReadDoor reads) : IVaultKeyStore
{
    public Task<IReadOnlyList<KeySentinel>> ListAsync(CancellationToken cancellationToken = default) => reads.ListAsync(
        $"select key_id, box, retired_at from vault_keys",
        static row => new KeySentinel(row.GetString(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
        cancellationToken);

    public Task<bool> TryAddAsync(KeySentinel sentinel, CancellationToken cancellationToken = default) => store.TryAddAsync(sentinel, cancellationToken);

    public Task<int> RetireOthersAsync(string currentKeyId, DateTimeOffset at, CancellationToken cancellationToken = default) => store.RetireOthersAsync(currentKeyId, at, cancellationToken);

    public Task<IReadOnlyList<Grant>> ListOutdatedAsync(string currentKeyId, DateTimeOffset? before, string? after, int limit, CancellationToken cancellationToken = default) =>
        store.ListOutdatedAsync(currentKeyId, before, after, limit, cancellationToken);

    public Task<int> ResealAsync(IReadOnlyList<KeyValuePair<Grant, SealedTokens>> resealed, bool isNewDataKey, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        store.ResealAsync(resealed, isNewDataKey, at, cancellationToken);
}
