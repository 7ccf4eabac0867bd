using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

/// <summary>One look at what is due: grants that end soon, grants whose last answer is in doubt, endings that TikTok has not heard of, events that wait.</summary>
internal sealed partial class VaultWork(
    IWarmStore store,
    ITikTokAppStore apps,
    Refresher refresher,
    Revoker revoker,
    UsageLog usage,
    EventDelivery events,
    Schedule schedule,
    VaultOptions options,
    TimeProvider time,
    ILogger log)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    /// <returns>How many grants were looked at; a full batch says that there is more.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await usage.WriteAsync(cancellationToken).ConfigureAwait(false);
        await events.DeliverAsync(cancellationToken).ConfigureAwait(false);

        var now = time.GetUtcNow();
        var due = await store.ClaimAsync(now, now + options.Lease + options.ReadWait, options.Warmth.Batch, cancellationToken).ConfigureAwait(false);
        if (due.Count == 0)
        {
            return 0;
        }

        // What nobody uses and nothing threatens is put off to the day when its refresh token must be renewed.
        var later = due.Where(grant => !IsWanted(grant, now)).ToDictionary(static grant => grant.Id, schedule.Renewal);
        var wanted = await WithinBudgetAsync(due.Where(grant => !later.ContainsKey(grant.Id)), later, now, cancellationToken).ConfigureAwait(false);
        if (later.Count > 0)
        {
            await store.PostponeAsync(later, cancellationToken).ConfigureAwait(false);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Warmth.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, parallel, async (grant, _) => await WorkAsync(grant).ConfigureAwait(false)).ConfigureAwait(false);
        return due.Count;
    }

    private bool IsWanted(Grant grant, DateTimeOffset now) => grant.State switch
    {
        GrantState.Revoked or GrantState.Ambiguous => true,
        GrantState.NeedsReauthorization => false,
        _ => schedule.IsUsed(grant, now) || schedule.Renewal(grant) <= now,
    };

    private async Task<List<Grant>> WithinBudgetAsync(
        IEnumerable<Grant> wanted, Dictionary<string, DateTimeOffset?> later, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var allowed = new List<Grant>();
        foreach (var app in wanted.GroupBy(static grant => grant.TikTokApp, StringComparer.Ordinal))
        {
            var grants = app.ToList();
            var window = now.UtcTicks / s_window.Ticks;
            var count = await apps.TakeBudgetAsync(app.Key, window, grants.Count, options.Warmth.BudgetPerMinute, cancellationToken).ConfigureAwait(false);
            allowed.AddRange(grants.Take(count));
            if (count < grants.Count)
            {
                var next = new DateTimeOffset((window + 1) * s_window.Ticks, TimeSpan.Zero);
                grants.Skip(count).ToList().ForEach(grant => later.Add(grant.Id, next + Waits.Some(s_window / 4)));
                LogOverBudget(log, app.Key, grants.Count - count);
            }
        }

        return allowed;
    }

    private async Task WorkAsync(Grant grant)
    {
        try
        {
            if (grant.State == GrantState.Revoked)
            {
                await revoker.RevokeAsync(grant).ConfigureAwait(false);
                return;
            }

            var end = await refresher.RefreshAsync(grant).ConfigureAwait(false);
            if (end.RetryAt is { } closed)
            {
                await store.PostponeAsync(new Dictionary<string, DateTimeOffset?> { [grant.Id] = closed }, CancellationToken.None).ConfigureAwait(false);
            }

            await WarnAsync(grant, end.Grant).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // one grant's trouble is its own: it is due again when its claim ends
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(log, exception, grant.Id);
        }
    }

    // After a refresh, so it is true: TikTok gave no more time, or could not be asked.
    private async Task WarnAsync(Grant before, Grant? grant)
    {
        var now = time.GetUtcNow();
        if (grant is not { State: GrantState.Active or GrantState.Ambiguous, RefreshExpiresAt: { } end } || end - options.Warmth.ExpiringWithin > now
            || end > before.RefreshExpiresAt + s_window)
        {
            return;
        }

        var told = GrantEvent.Of(grant, GrantEventKind.Expiring, now, grant.LastAttempt?.Cause) with { RefreshExpiresAt = end };
        var next = schedule.IsUsed(grant, now) ? grant.DueAt : now + (options.Warmth.ExpiringWithin / 7);
        await store.TryWarnAsync(grant with { DueAt = next }, told).ConfigureAwait(false);
    }
}
