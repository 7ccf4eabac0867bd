using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

/// <summary>
/// Refreshes a generation once. Callers of one process share a flight; of several processes one gets the lease and asks TikTok, and the others read again until it is done.
/// </summary>
internal sealed partial class Refresher(IGrantStore grants, IRefreshStore refreshes, AppGate gate, RefreshAttempt attempts, VaultOptions options, TimeProvider time, ILogger log)
{
    private readonly Flights<RefreshEnd> _flights = new();

    public Task<RefreshEnd> RefreshAsync(Grant grant) => _flights.Join(grant, FlyAsync);

    public Task DrainAsync() => _flights.DrainAsync();

    private async Task<RefreshEnd> FlyAsync(Grant seen)
    {
        try
        {
            return await RaceAsync(seen).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(log, exception, seen.Id);
            throw;
        }
    }

    private async Task<RefreshEnd> RaceAsync(Grant seen)
    {
        var entry = await gate.EnterAsync(seen.TikTokApp).ConfigureAwait(false);
        if (!entry.IsOpen)
        {
            return new RefreshEnd(seen, entry.Cause, entry.ClosedUntil);
        }

        var began = time.GetTimestamp();
        var lastTry = began;
        for (var isFirst = true; ; isFirst = false)
        {
            if (isFirst || seen.Lease is null || (time.GetUtcNow() >= seen.Lease.Until && time.GetElapsedTime(lastTry) > options.PollInterval))
            {
                // Before the statement: the lease cannot end later than the store counts it.
                lastTry = time.GetTimestamp();
                var start = new RefreshStart
                {
                    GrantId = seen.Id,
                    Generation = seen.Generation,
                    AttemptId = RandomId.New(),
                    LeaseFor = options.Lease,
                    Now = time.GetUtcNow(),
                    AnnounceAbandoned = grant => GrantEvent.Of(grant, GrantEventKind.RefreshFailed, time.GetUtcNow(), AttemptCause.OpenAfterAbandoned),
                };
                if (await refreshes.TryBeginAsync(start).ConfigureAwait(false) is { } leased)
                {
                    return await attempts.RunAsync(leased, entry, lastTry).ConfigureAwait(false);
                }
            }

            var now = await grants.FindAsync(seen.Id).ConfigureAwait(false);
            if (now is null || now.Generation != seen.Generation || now.State is not (GrantState.Active or GrantState.Ambiguous)
                || (now.Lease is null && now.NextAttemptAt > time.GetUtcNow()) || time.GetElapsedTime(began) > options.Lease + options.ReadWait)
            {
                return new RefreshEnd(now);
            }

            seen = now;
            await Task.Delay((options.PollInterval / 2) + Waits.Some(options.PollInterval / 2), time).ConfigureAwait(false);
        }
    }
}
