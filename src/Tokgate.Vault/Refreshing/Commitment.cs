using Microsoft.Extensions.Logging;
using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Writes a pair that TikTok gave, however long the database is away: the old refresh token may be dead, so this pair is the grant.</summary>
internal sealed partial class Commitment(IGrantStore grants, IRefreshStore refreshes, ITikTokAppSource apps, VaultOptions options, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_mostWait = TimeSpan.FromSeconds(5);

    /// <returns>The grant as it is afterwards; null when it is gone.</returns>
    public async Task<Grant?> WriteAsync(Grant leased, RefreshCommit commit, TikTokTokens tokens)
    {
        // Told of at the moment of the writing: another attempt may have told of a failure since TikTok's answer came.
        if (await TryAsync(leased.Id, () => refreshes.TryCommitAsync(commit with { Recovered = commit.Recovered is { } told ? told with { At = time.GetUtcNow() } : null })).ConfigureAwait(false))
        {
            return After(leased, commit); // it is written: reading it again would tell the same
        }

        var now = await TryAsync(leased.Id, () => grants.FindAsync(leased.Id)).ConfigureAwait(false);
        if (now?.LastAttempt is { Cause: AttemptCause.Succeeded } last && last.Id == commit.AttemptId)
        {
            return now; // an earlier try had arrived, and only its answer was lost
        }

        // Ended meanwhile: what TikTok just gave must end too, or it would live on unseen. Anything else (a new sign-in) has its own pair, and TikTok may count
        // both as one authorization: ending ours would end that.
        if (now is null or { State: GrantState.Revoked })
        {
            await RevokeAsync(leased, commit, tokens).ConfigureAwait(false);
        }

        return now;
    }

    private static Grant After(Grant leased, RefreshCommit commit) => leased with
    {
        State = GrantState.Active,
        Generation = leased.Generation + 1,
        Sealed = commit.Sealed,
        Scopes = commit.Scopes ?? leased.Scopes,
        AccessExpiresAt = commit.AccessExpiresAt,
        RefreshExpiresAt = commit.RefreshExpiresAt,
        RefreshedAt = commit.At,
        Lease = null,
        LastAttempt = new GrantAttempt(commit.AttemptId, commit.At, AttemptCause.Succeeded, commit.LogId),
        Failures = 0,
        NextAttemptAt = null,
        DueAt = commit.DueAt,
    };

    // A revoked grant gets the pair, so that ending it survives this process.
    private async Task RevokeAsync(Grant leased, RefreshCommit commit, TikTokTokens tokens)
    {
        var isKept = await TryAsync(leased.Id, () => refreshes.TryCommitAsync(commit with { IsForRevocation = true, DueAt = time.GetUtcNow(), Recovered = null })).ConfigureAwait(false);
        for (var tries = 1; tries <= 3; tries++)
        {
            try
            {
                if (await apps.FindAsync(leased.TikTokApp).ConfigureAwait(false) is { } app && (!app.Caller.CanRevoke || (await app.Caller.RevokeAsync(tokens.AccessToken, CancellationToken.None).ConfigureAwait(false)).IsSuccess))
                {
                    if (isKept)
                    {
                        await refreshes.ShredAsync(leased.Id).ConfigureAwait(false);
                    }

                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or TikTokProtocolException)
            {
                LogRevokeFailed(log, exception, leased.Id);
            }

            await Task.Delay(Waits.After(tries, s_firstWait, s_mostWait), time).ConfigureAwait(false);
        }
    }

    private async Task<T> TryAsync<T>(string grantId, Func<Task<T>> write)
    {
        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (Exception exception) when (time.GetElapsedTime(began) < options.CommitRetryFor)
            {
                LogRetried(log, exception, ErrorIds.CommitLost, grantId);
            }

            await Task.Delay(Waits.After(tries, s_firstWait, s_mostWait), time).ConfigureAwait(false);
        }
    }
}
