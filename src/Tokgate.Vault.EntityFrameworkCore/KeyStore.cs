using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class KeyStore(VaultStoreContext store) : IVaultKeyStore
{
    public Task<IReadOnlyList<KeySentinel>> ListAsync(CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<KeySentinel>>(
        async context =>
        {
            var rows = await context.Set<VaultKeyRow>().AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(static row => new KeySentinel(row.KeyId, row.Box, row.RetiredAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null));
        },
        cancellationToken);

    public Task<bool> TryAddAsync(KeySentinel sentinel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sentinel);
        return store.WriteAsync(
            async (context, sql) => await VaultStoreContext.ExecuteAsync(
                context, $"insert into {sql.Keys} (key_id, box) values ({{0}}, {{1}}) on conflict do nothing", sentinel.KeyId, sentinel.Box).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    public Task<int> RetireOthersAsync(string currentKeyId, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var instant = at.ToUnixTimeMilliseconds();
        return store.WriteAsync(
            (context, _) => context.Set<VaultKeyRow>().Where(row => row.KeyId != currentKeyId && row.RetiredAt == null)
                .ExecuteUpdateAsync(to => to.SetProperty(row => row.RetiredAt, instant), CancellationToken.None),
            cancellationToken);
    }

    public Task<IReadOnlyList<Grant>> ListOutdatedAsync(
        string currentKeyId, DateTimeOffset? before, string? after, int limit, CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<Grant>>(
        async context =>
        {
            var rows = context.Set<VaultGrantRow>().AsNoTracking().Where(row => row.DataKey != null);
            if (before is { } instant)
            {
                var milliseconds = instant.ToUnixTimeMilliseconds();
                rows = rows.Where(row => row.DataKeyAt < milliseconds);
            }
            else
            {
                rows = rows.Where(row => row.MasterKeyId != currentKeyId);
            }

            if (after is not null)
            {
#pragma warning disable CA1309 // translated to the database's own comparison, by which it sorts too
                rows = rows.Where(row => string.Compare(row.Id, after) > 0);
#pragma warning restore CA1309
            }

            var found = await rows.OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
            return found.ConvertAll(static row => row.ToGrant());
        },
        cancellationToken);

    public Task<int> ResealAsync(IReadOnlyList<KeyValuePair<Grant, SealedTokens>> resealed, bool isNewDataKey, DateTimeOffset at, CancellationToken cancellationToken = default) => store.WriteAsync(
        (context, sql) => VaultStoreContext.ExecuteAsync(
            context,
            "with v (id, generation, former_key, former_version, master_key_id, data_key_version, data_key, access_token, refresh_token) as (values "
            + VaultSql.Rows(2, resealed.Count, "text", "bigint", "text", "bigint", "text", "bigint", sql.Blob, sql.Blob, sql.Blob)
            + $") update {sql.Grants} set master_key_id = v.master_key_id, data_key_version = v.data_key_version, data_key = v.data_key, access_token = v.access_token, refresh_token = v.refresh_token,"
            + $" data_key_at = case when {{0}} = 1 then {{1}} else data_key_at end from v where {sql.Grants}.id = v.id and {sql.Grants}.generation = v.generation"
            + $" and {sql.Grants}.master_key_id = v.former_key and {sql.Grants}.data_key_version = v.former_version and {sql.Grants}.lease_attempt is null",
            [.. Values(resealed, isNewDataKey, at)]),
        cancellationToken);

    private static IEnumerable<object?> Values(IReadOnlyList<KeyValuePair<Grant, SealedTokens>> resealed, bool isNewDataKey, DateTimeOffset at) =>
    [
        isNewDataKey ? 1 : 0,
        at.ToUnixTimeMilliseconds(),
        .. resealed.SelectMany(static pair => new object?[]
        {
            pair.Key.Id, pair.Key.Generation, pair.Key.Sealed!.MasterKeyId, pair.Key.Sealed.DataKeyVersion, // what is sealed again was sealed
            pair.Value.MasterKeyId, pair.Value.DataKeyVersion, pair.Value.DataKey, pair.Value.AccessToken, pair.Value.RefreshToken,
        }),
    ];
}
