using Tokgate.Vault;

namespace Tokgate.Server.Storage;

/// <summary>The vault's own store of what is due, with a look before each claim: mostly nothing is due, and a look costs the writers nothing and does not wait for EF's model.</summary>
internal sealed class VaultWarmStore(IWarmStore store, IReadDoor reads) : IWarmStore
{
    public async Task<IReadOnlyList<Grant>> ClaimAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
        await reads.FirstAsync($"select id from vault_grants where due_at <= {now.ToUnixTimeMilliseconds()} order by due_at limit 1", static row => row.GetString(0), cancellationToken) is null
            ? []
            : await store.ClaimAsync(now, until, limit, cancellationToken);

    public Task PostponeAsync(IReadOnlyDictionary<string, DateTimeOffset?> due, CancellationToken cancellationToken = default) => store.PostponeAsync(due, cancellationToken);

    public Task TouchAsync(IReadOnlyCollection<string> ids, DateTimeOffset at, CancellationToken cancellationToken = default) => store.TouchAsync(ids, at, cancellationToken);

    public Task<bool> TryWarnAsync(Grant grant, GrantEvent grantEvent, CancellationToken cancellationToken = default) => store.TryWarnAsync(grant, grantEvent, cancellationToken);
}
