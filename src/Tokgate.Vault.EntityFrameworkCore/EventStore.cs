using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class EventStore(VaultStoreContext store, TimeProvider time) : IGrantEventStore
{
    public Task<IReadOnlyList<GrantEvent>> ClaimAsync(DateTimeOffset until, int limit, CancellationToken cancellationToken = default) => store.WriteAsync<IReadOnlyList<GrantEvent>>(
        async (context, sql) =>
        {
            var claim =
                $"update {sql.Events} set visible_at = {{0}} where id in (select id from {sql.Events} where visible_at <= {{1}} order by visible_at limit {{2}}{sql.SkipLocked}) returning *";
            var rows = await context.Set<VaultEventRow>().FromSqlRaw(
                claim, until.ToUnixTimeMilliseconds(), time.GetUtcNow().ToUnixTimeMilliseconds(), limit).AsNoTracking().ToListAsync().ConfigureAwait(false);
            return [.. rows.OrderBy(static row => row.At).Select(static row => row.ToEvent())];
        },
        cancellationToken);

    public Task CompleteAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => store.WriteAsync(
        (context, _) => context.Set<VaultEventRow>().Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(CancellationToken.None), cancellationToken);
}
