using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class WarmStore(VaultStoreContext store) : IWarmStore
{
    public Task<IReadOnlyList<Grant>> ClaimAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) => store.WriteAsync<IReadOnlyList<Grant>>(
        async (context, sql) => await VaultStoreContext.GrantsAsync(
            context,
            $"update {sql.Grants} set due_at = {{0}} where id in (select id from {sql.Grants} where due_at <= {{1}} order by due_at limit {{2}}{sql.SkipLocked}) returning {VaultGrantRow.AllColumns}",
            until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), limit).ConfigureAwait(false),
        cancellationToken);

    public Task PostponeAsync(IReadOnlyDictionary<string, DateTimeOffset?> due, CancellationToken cancellationToken = default) => store.WriteAsync(
        (context, sql) => VaultStoreContext.ExecuteAsync(
            context,
            $"with v (id, due) as (values {VaultSql.Rows(0, due.Count, "text", "bigint")}) update {sql.Grants} set due_at = v.due from v where {sql.Grants}.id = v.id",
            [.. due.SelectMany(static pair => new object?[] { pair.Key, pair.Value?.ToUnixTimeMilliseconds() })]),
        cancellationToken);

    public Task TouchAsync(IReadOnlyCollection<string> ids, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var instant = at.ToUnixTimeMilliseconds();
        return store.WriteAsync(
            (context, _) => context.Set<VaultGrantRow>().Where(row => ids.Contains(row.Id) && row.LastUsedAt < instant)
                .ExecuteUpdateAsync(to => to.SetProperty(row => row.LastUsedAt, instant), CancellationToken.None),
            cancellationToken);
    }

    public Task<bool> TryWarnAsync(Grant grant, GrantEvent grantEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grant);
        var due = grant.DueAt?.ToUnixTimeMilliseconds();
        var end = grant.RefreshExpiresAt?.ToUnixTimeMilliseconds();

        // TikTok says how many seconds are left: the same deadline differs by some from answer to answer.
        var told = end - (long)TimeSpan.FromHours(1).TotalMilliseconds;
        return store.WriteAsync(
            async (context, _) =>
            {
                var rows = context.Set<VaultGrantRow>().Where(row => row.Id == grant.Id && row.Generation == grant.Generation && row.RefreshExpiresAt == end);
                await rows.ExecuteUpdateAsync(to => to.SetProperty(row => row.DueAt, due), CancellationToken.None).ConfigureAwait(false);
                var isNews = await rows.Where(row => row.WarnedFor == null || row.WarnedFor < told)
                    .ExecuteUpdateAsync(to => to.SetProperty(row => row.WarnedFor, end), CancellationToken.None).ConfigureAwait(false) == 1;
                await store.TellAsync(context, isNews ? grantEvent : null).ConfigureAwait(false);
                return isNews;
            },
            cancellationToken);
    }
}
