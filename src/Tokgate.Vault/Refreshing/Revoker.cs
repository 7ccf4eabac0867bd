using Microsoft.Extensions.Logging;
using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Ends at TikTok what was ended on our side: with the access token while it lives, else with a fresh one. The data key dies when TikTok confirms, or after the time that it had.</summary>
internal sealed partial class Revoker(
    IRefreshStore refreshes, AppGate gate, GrantSealing sealing, Schedule schedule, VaultOptions options, TimeProvider time, ILogger log)
{
    private readonly Flights<bool> _flights = new();

    /// <returns>True when nothing is left to do.</returns>
    public Task<bool> RevokeAsync(Grant grant) => _flights.Join(grant, FlyAsync);

    public Task DrainAsync() => _flights.DrainAsync();

    private async Task<bool> FlyAsync(Grant grant)
    {
        if (grant.Sealed is null)
        {
            return true;
        }

        if (time.GetUtcNow() >= grant.RevokeRequestedAt + options.RevokeFor)
        {
            LogGivenUp(log, grant.Id);
            return await refreshes.ShredAsync(grant.Id).ConfigureAwait(false);
        }

        var entry = await gate.EnterAsync(grant.TikTokApp).ConfigureAwait(false);
        if (entry.App is { Caller.CanRevoke: false })
        {
            return await refreshes.ShredAsync(grant.Id).ConfigureAwait(false);
        }

        var leasedAt = time.GetTimestamp();
        if (!entry.IsOpen || await refreshes.TryBeginAsync(Start(grant)).ConfigureAwait(false) is not { Sealed: not null } leased)
        {
            return false;
        }

        var verdict = await EndAsync(leased, entry, leasedAt).ConfigureAwait(false);
        if (verdict.Cause == AttemptCause.Disconnected)
        {
            await gate.ResumeAsync(leased.TikTokApp, entry).ConfigureAwait(false);
            return await refreshes.ShredAsync(leased.Id).ConfigureAwait(false);
        }

        if (verdict.PausesApp)
        {
            await gate.PauseAsync(leased.TikTokApp, entry, verdict.LogId).ConfigureAwait(false);
        }

        var next = time.GetUtcNow() + Waits.After(leased.Failures + 1, options.Backoff, options.MaxBackoff, verdict.RetryAfter);
        LogFailed(log, leased.Id, verdict.Cause, verdict.LogId);
        await refreshes.TryFailAsync(RefreshFailure.Of(leased, verdict, next)).ConfigureAwait(false);
        return false;
    }

    private RefreshStart Start(Grant grant) => new()
    {
        GrantId = grant.Id,
        Generation = grant.Generation,
        AttemptId = RandomId.New(),
        LeaseFor = options.Lease,
        Now = time.GetUtcNow(),
        IsForRevocation = true,
        AnnounceAbandoned = ended => GrantEvent.Of(ended, GrantEventKind.RefreshFailed, time.GetUtcNow(), AttemptCause.OpenAfterAbandoned),
    };

    private async Task<Verdict> EndAsync(Grant leased, AppEntry entry, long leasedAt)
    {
        var left = options.RefreshDeadline - time.GetElapsedTime(leasedAt);
        if (left <= TimeSpan.Zero)
        {
            return new Verdict(AttemptCause.LeaseTooShort, null);
        }

        using var deadline = new CancellationTokenSource(left, time);
        var (caller, tokens) = (entry.App!.Caller, leased.Sealed!); // the entry is open, and only grants with tokens come here
        try
        {
            if (leased.AccessExpiresAt > time.GetUtcNow() && await RevokeAsync(caller, sealing.OpenAccessToken(leased, tokens), deadline.Token).ConfigureAwait(false) is { } known)
            {
                return known;
            }

            // Dead or refused: a fresh one ends the same authorization.
            if (sealing.OpenRefreshToken(leased, tokens) is not { } refresh)
            {
                return new Verdict(AttemptCause.Disconnected, null);
            }

            var verdict = Verdict.Of(await caller.RefreshAsync(refresh, deadline.Token).ConfigureAwait(false));
            if (verdict.Tokens is not { } fresh)
            {
                // TikTok knows nothing of it any more: that is the end that was wanted.
                return verdict.Cause == AttemptCause.RefreshTokenRefused ? new Verdict(AttemptCause.Disconnected, verdict.LogId) : verdict;
            }

            await KeepAsync(leased, fresh, verdict.LogId).ConfigureAwait(false);
            return await RevokeAsync(caller, fresh.AccessToken, deadline.Token).ConfigureAwait(false) ?? new Verdict(AttemptCause.RequestRefused, verdict.LogId);
        }
#pragma warning disable CA1031 // whatever it was, the grant is tried again until its time is over
        catch (Exception exception) when (exception is not VaultKeyException)
#pragma warning restore CA1031
        {
            return Verdict.Of(exception, caller.Refresh);
        }
    }

    /// <returns>Null when TikTok does not take this token.</returns>
    private static async Task<Verdict?> RevokeAsync(IAppCaller caller, AccessToken token, CancellationToken cancellationToken)
    {
        var result = await caller.RevokeAsync(token, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess)
        {
            return new Verdict(AttemptCause.Disconnected, result.LogId);
        }

        var verdict = Verdict.Of(result.Error);
        return verdict.Cause is AttemptCause.RequestRefused or AttemptCause.RefreshTokenRefused ? null : verdict;
    }

    private Task<bool> KeepAsync(Grant leased, TikTokTokens fresh, string? logId) => refreshes.TryCommitAsync(new RefreshCommit
    {
        GrantId = leased.Id,
        Generation = leased.Generation,
        AttemptId = leased.Lease!.AttemptId, // it was leased to us
        At = fresh.ReceivedAt,
        Sealed = sealing.Replace(leased, leased.Sealed!, fresh.AccessToken, fresh.RefreshToken), // as above
        AccessExpiresAt = fresh.ExpiresAt,
        RefreshExpiresAt = fresh.RefreshExpiresAt ?? leased.RefreshExpiresAt,
        LogId = logId,
        DueAt = schedule.Fresh(fresh.ReceivedAt, fresh.ReceivedAt),
        IsForRevocation = true,
    });
}
