using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class AppStore(VaultStoreContext store) : ITikTokAppStore
{
    // Every refresh comes by here; a compiled query belongs to one model, as a store does.
    private readonly Func<DbContext, string, CancellationToken, Task<VaultAppRow?>> _findPause = EF.CompileAsyncQuery(
        static (DbContext context, string clientKey, CancellationToken _) =>
            context.Set<VaultAppRow>().AsNoTracking().FirstOrDefault(row => row.ClientKey == clientKey && row.PausedAt != null));

    public Task<AppPause?> FindPauseAsync(string clientKey, CancellationToken cancellationToken = default) => store.ReadAsync(
        async context => await _findPause(context, clientKey, cancellationToken).ConfigureAwait(false)
            is { PausedAt: { } since } row
            ? new AppPause(
                row.ClientKey, row.Version ?? "", DateTimeOffset.FromUnixTimeMilliseconds(since), DateTimeOffset.FromUnixTimeMilliseconds(row.NextTrialAt ?? since), row.Trials, row.LogId)
            : null,
        cancellationToken);

    public Task<bool> PauseAsync(AppPause pause, bool isTrial, GrantEvent paused, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pause);
        var (since, next) = (pause.PausedAt.ToUnixTimeMilliseconds(), pause.NextTrialAt.ToUnixTimeMilliseconds());
        return store.WriteAsync(
            async (context, sql) =>
            {
                await AddAsync(context, sql, pause.ClientKey).ConfigureAwait(false);
                var app = context.Set<VaultAppRow>().Where(row => row.ClientKey == pause.ClientKey);
                var isNew = await app.Where(row => row.PausedAt == null).ExecuteUpdateAsync(
                    to => to.SetProperty(row => row.PausedAt, since).SetProperty(row => row.NextTrialAt, next).SetProperty(row => row.Trials, 1)
                        .SetProperty(row => row.Version, pause.Version).SetProperty(row => row.LogId, pause.LogId),
                    CancellationToken.None).ConfigureAwait(false) == 1;
                if (isTrial && !isNew)
                {
                    await app.ExecuteUpdateAsync(
                        to => to.SetProperty(row => row.NextTrialAt, next).SetProperty(row => row.Trials, row => row.Trials + 1)
                            .SetProperty(row => row.Version, pause.Version).SetProperty(row => row.LogId, pause.LogId),
                        CancellationToken.None).ConfigureAwait(false);
                }

                await store.TellAsync(context, isNew ? paused : null).ConfigureAwait(false);
                return isNew;
            },
            cancellationToken);
    }

    public Task<bool> TryTakeTrialAsync(string clientKey, DateTimeOffset seen, DateTimeOffset next, CancellationToken cancellationToken = default)
    {
        var (due, later) = (seen.ToUnixTimeMilliseconds(), next.ToUnixTimeMilliseconds());
        return store.WriteAsync(
            async (context, _) => await context.Set<VaultAppRow>().Where(row => row.ClientKey == clientKey && row.PausedAt != null && row.NextTrialAt == due)
                .ExecuteUpdateAsync(to => to.SetProperty(row => row.NextTrialAt, later), CancellationToken.None).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    public Task<bool> ResumeAsync(string clientKey, GrantEvent resumed, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, _) =>
        {
            var isResumed = await context.Set<VaultAppRow>().Where(row => row.ClientKey == clientKey && row.PausedAt != null).ExecuteUpdateAsync(
                to => to.SetProperty(row => row.PausedAt, (long?)null).SetProperty(row => row.NextTrialAt, (long?)null).SetProperty(row => row.Trials, 0),
                CancellationToken.None).ConfigureAwait(false) == 1;
            await store.TellAsync(context, isResumed ? resumed : null).ConfigureAwait(false);
            return isResumed;
        },
        cancellationToken);

    public Task<int> TakeBudgetAsync(string clientKey, long window, int wanted, int limit, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            await AddAsync(context, sql, clientKey).ConfigureAwait(false);

            // The first statement holds the row, so that what it tells is still true in the second.
            var used = await VaultStoreContext.NumbersAsync(
                context,
                $"update {sql.Apps} set budget_used = case when budget_window = {{1}} then budget_used else 0 end, budget_window = {{1}} where client_key = {{0}} returning budget_used as \"Value\"",
                clientKey, window).ConfigureAwait(false);
            var allowed = Math.Clamp(limit - used[0], 0, wanted);
            await context.Set<VaultAppRow>().Where(row => row.ClientKey == clientKey)
                .ExecuteUpdateAsync(to => to.SetProperty(row => row.BudgetUsed, row => row.BudgetUsed + allowed), CancellationToken.None).ConfigureAwait(false);
            return allowed;
        },
        cancellationToken);

    private static Task<int> AddAsync(DbContext context, VaultSql sql, string clientKey) => VaultStoreContext.ExecuteAsync(
        context, $"insert into {sql.Apps} (client_key, trials, budget_window, budget_used) values ({{0}}, 0, 0, 0) on conflict do nothing", clientKey);
}
