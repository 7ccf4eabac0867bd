using Microsoft.Extensions.Logging;
using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>One attempt by the holder of the lease: opens the refresh token, asks TikTok once, and writes what came of it before anybody sees it.</summary>
internal sealed partial class RefreshAttempt(
    IGrantStore grants, IRefreshStore refreshes, AppGate gate, GrantSealing sealing, Commitment commitment, Schedule schedule, VaultOptions options, TimeProvider time, ILogger log)
{
    /// <param name="leased">The grant with the lease.</param>
    /// <param name="entry">The open app.</param>
    /// <param name="leasedAt">The timestamp before the lease was asked for.</param>
    public async Task<RefreshEnd> RunAsync(Grant leased, AppEntry entry, long leasedAt)
    {
        using var activity = VaultMeter.Begin();
        AttemptCause? cause = null;
        try
        {
            var end = await TryAsync(leased, entry, leasedAt).ConfigureAwait(false);
            cause = end.Cause ?? end.Grant?.LastAttempt?.Cause;
            return end;
        }
        finally
        {
            VaultMeter.End(activity, leased, cause, time.GetElapsedTime(leasedAt), time.GetUtcNow() - leased.RefreshedAt);
        }
    }

    private async Task<RefreshEnd> TryAsync(Grant leased, AppEntry entry, long leasedAt)
    {
        if (leased.Sealed?.RefreshToken is null)
        {
            return await FailAsync(leased, new Verdict(AttemptCause.RefreshTokenMissing, null) { State = GrantState.NeedsReauthorization }).ConfigureAwait(false);
        }

        if (leased.State == GrantState.Ambiguous && leased.RefreshExpiresAt + options.ClockSkew < time.GetUtcNow())
        {
            return await FailAsync(leased, new Verdict(AttemptCause.RefreshTokenExpired, null) { State = GrantState.NeedsReauthorization }).ConfigureAwait(false);
        }

        RefreshToken? token;
        try
        {
            token = sealing.OpenRefreshToken(leased, leased.Sealed);
        }
        catch (VaultKeyException)
        {
            await FailAsync(leased, new Verdict(AttemptCause.SealBroken, null)).ConfigureAwait(false);
            throw;
        }

        // A process that was frozen after taking its lease must not send when others may.
        var left = options.RefreshDeadline - time.GetElapsedTime(leasedAt);
        if (left <= TimeSpan.Zero)
        {
            return await FailAsync(leased, new Verdict(AttemptCause.LeaseTooShort, null)).ConfigureAwait(false);
        }

        var verdict = await AskAsync(entry.App!.Caller, token!, left).ConfigureAwait(false); // the entry is open, and the box was not null
        if (verdict.PausesApp)
        {
            var until = await gate.PauseAsync(leased.TikTokApp, entry, verdict.LogId).ConfigureAwait(false);
            return await WaitForAppAsync(leased, verdict, until).ConfigureAwait(false);
        }

        var end = verdict.Tokens is { } tokens ? await KeepAsync(leased, verdict, tokens).ConfigureAwait(false) : await FailAsync(leased, verdict).ConfigureAwait(false);
        if (verdict.Tokens is not null || verdict.Cause is AttemptCause.RefreshTokenRefused)
        {
            await gate.ResumeAsync(leased.TikTokApp, entry).ConfigureAwait(false);
        }

        return end;
    }

    private async Task<Verdict> AskAsync(IAppCaller caller, RefreshToken token, TimeSpan left)
    {
        using var deadline = new CancellationTokenSource(left, time);
        try
        {
            var verdict = Verdict.Of(await caller.RefreshAsync(token, deadline.Token).ConfigureAwait(false));
            return caller.RenewsApart && verdict.Tokens is { } tokens ? verdict with { Tokens = await RenewedAsync(caller, token, tokens, deadline.Token).ConfigureAwait(false), RenewsApart = true } : verdict;
        }
#pragma warning disable CA1031 // whatever it was, the refresh token may be spent, and the grant must say so
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNoAnswer(log, exception);
            return Verdict.Of(exception, caller.Refresh);
        }
    }

    // After the refresh, which is harmless: a grant whose renewal fails has a fresh access token. Refused, as after five renewals, the refresh token lives on to its end,
    // and the warning of that end follows because its deadline has not moved. If the answer is lost the token may be dead, and the next refresh hears so.
    private async Task<TikTokTokens> RenewedAsync(IAppCaller caller, RefreshToken token, TikTokTokens tokens, CancellationToken cancellationToken)
    {
        if (tokens.RefreshExpiresIn is not { } left || left > options.Warmth.ExpiringWithin)
        {
            return tokens;
        }

        try
        {
            var answer = await caller.RenewAsync(token, cancellationToken).ConfigureAwait(false);
            if (answer.Value is { } renewed)
            {
                return new TikTokTokens
                {
                    AccessToken = tokens.AccessToken,
                    RefreshToken = renewed.RefreshToken,
                    ExpiresIn = tokens.ExpiresIn,
                    RefreshExpiresIn = renewed.ExpiresAt - tokens.ReceivedAt,
                    ReceivedAt = tokens.ReceivedAt,
                    OpenId = tokens.OpenId,
                    Scopes = tokens.Scopes,
                    TokenType = tokens.TokenType,
                };
            }

            LogNotRenewed(log, answer.Error?.Code, answer.LogId);
        }
#pragma warning disable CA1031 // what the refresh gave must be kept whatever becomes of the renewal
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRenewalLost(log, exception);
        }

        return tokens;
    }

    private async Task<RefreshEnd> KeepAsync(Grant leased, Verdict verdict, TikTokTokens tokens)
    {
        if (!string.Equals(tokens.OpenId, leased.OpenId, StringComparison.Ordinal))
        {
            LogOtherUser(log, ErrorIds.OtherUser, leased.Id, verdict.LogId);
            return await FailAsync(leased, new Verdict(AttemptCause.OtherUser, verdict.LogId) { State = GrantState.NeedsReauthorization }).ConfigureAwait(false);
        }

        var commit = new RefreshCommit
        {
            GrantId = leased.Id,
            Generation = leased.Generation,
            AttemptId = leased.Lease!.AttemptId, // it was leased to us
            At = tokens.ReceivedAt,
            Sealed = sealing.Replace(leased, leased.Sealed!, tokens.AccessToken, tokens.RefreshToken), // its refresh token was opened
            Scopes = tokens.Scopes.Count == 0 ? null : tokens.Scopes,
            AccessExpiresAt = tokens.ExpiresAt,
            RefreshExpiresAt = tokens.RefreshExpiresAt ?? (tokens.RefreshToken is null ? leased.RefreshExpiresAt : null),
            LogId = verdict.LogId,
            DueAt = verdict.RenewsApart ? schedule.Next(leased, tokens) : schedule.Fresh(tokens.ReceivedAt, tokens.ExpiresAt),
            Recovered = GrantEvent.Of(leased, GrantEventKind.Recovered, tokens.ReceivedAt, AttemptCause.Succeeded, verdict.LogId),
        };
        return new RefreshEnd(await commitment.WriteAsync(leased, commit, tokens).ConfigureAwait(false));
    }

    private Task<RefreshEnd> FailAsync(Grant leased, Verdict verdict)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? next = verdict.State == GrantState.NeedsReauthorization
            ? null
            : now + Waits.After(leased.Failures + 1, options.Backoff, options.MaxBackoff, verdict.RetryAfter);
        GrantEventKind? kind = verdict.State == GrantState.NeedsReauthorization ? GrantEventKind.NeedsReauthorization : leased.Failures == 0 ? GrantEventKind.RefreshFailed : null;
        return CloseAsync(leased, RefreshFailure.Of(leased, verdict, next) with
        {
            State = verdict.State,
            Event = kind is { } told ? GrantEvent.Of(leased, told, now, verdict.Cause, verdict.LogId) : null,
        });
    }

    private async Task<RefreshEnd> WaitForAppAsync(Grant leased, Verdict verdict, DateTimeOffset until)
    {
        var end = await CloseAsync(leased, RefreshFailure.Of(leased, verdict, next: null) with { IsCounted = false, DueAt = until }).ConfigureAwait(false);
        return end with { Cause = AttemptCause.AppRefused, RetryAt = until };
    }

    // If this cannot be written the lease runs out, and the grant is ambiguous: late, but never wrong.
    private async Task<RefreshEnd> CloseAsync(Grant leased, RefreshFailure failure)
    {
        LogClosed(log, leased.Id, failure.Cause, failure.LogId);
        await refreshes.TryFailAsync(failure).ConfigureAwait(false);
        return new RefreshEnd(await grants.FindAsync(leased.Id).ConfigureAwait(false));
    }
}
