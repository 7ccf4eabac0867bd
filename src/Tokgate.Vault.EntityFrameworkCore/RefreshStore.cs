using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class RefreshStore(VaultStoreContext store) : IRefreshStore
{
    // An attempt that was never closed means that its refresh token may be spent. The statement that takes its lease over says so, before anything leaves again.
    private const string Begin =
        """
        state = case when lease_attempt is not null and state = 'Active' then 'Ambiguous' else state end,
        failures = failures + case when lease_attempt is not null then 1 else 0 end,
        attempt_cause = case when lease_attempt is not null then 'OpenAfterAbandoned' else 'Open' end,
        attempt_id = {1}, attempt_at = {0}, attempt_log_id = null, lease_attempt = {1}, due_at = {0} + {2}
        """;

    public Task<Grant?> TryBeginAsync(RefreshStart start, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var state = start.IsForRevocation ? "state = 'Revoked' and data_key is not null" : "state in ('Active', 'Ambiguous')";
            var leased = await VaultStoreContext.GrantsAsync(
                context,
                $"update {sql.Grants} set {Begin}, lease_until = {sql.Clock} + {{2}} where id = {{3}} and generation = {{4}} and {state}"
                + $" and (lease_attempt is null or lease_until <= {sql.Clock}) and (next_attempt_at is null or next_attempt_at <= {{0}}) returning {VaultGrantRow.AllColumns}",
                start.Now.ToUnixTimeMilliseconds(), start.AttemptId, (long)start.LeaseFor.TotalMilliseconds, start.GrantId, start.Generation).ConfigureAwait(false);
            if (leased is not [var grant])
            {
                return null;
            }

            var isNews = grant is { LastAttempt.Cause: AttemptCause.OpenAfterAbandoned, Failures: 1 };
            await store.TellAsync(context, isNews ? start.AnnounceAbandoned(grant) : null).ConfigureAwait(false);
            return grant;
        },
        cancellationToken);

    public Task<bool> TryCommitAsync(RefreshCommit commit, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var effect = commit.IsForRevocation
                ? "attempt_cause = attempt_cause"
                : "had_failed = case when failures > 0 or state <> 'Active' then 1 else 0 end, state = 'Active', failures = 0, generation = generation + 1, lease_attempt = null, lease_until = null,"
                    + " next_attempt_at = null, attempt_cause = 'Succeeded', attempt_id = {11}, attempt_at = {7}, attempt_log_id = {9}";
            var condition = commit.IsForRevocation ? "state = 'Revoked' and data_key is not null and lease_attempt = {11}" : "generation = {12} and state <> 'Revoked'";
            var hadFailed = await VaultStoreContext.NumbersAsync(
                context,
                $"update {sql.Grants} set {effect}, master_key_id = {{0}}, data_key_version = {{1}}, data_key = {{2}}, access_token = {{3}}, refresh_token = {{4}},"
                + " access_expires_at = {5}, refresh_expires_at = {6}, refreshed_at = {7}, scopes = coalesce({8}, scopes), due_at = {10}"
                + $" where id = {{13}} and {condition} returning had_failed as \"Value\"",
                commit.Sealed.MasterKeyId, commit.Sealed.DataKeyVersion, commit.Sealed.DataKey, commit.Sealed.AccessToken, commit.Sealed.RefreshToken,
                commit.AccessExpiresAt.ToUnixTimeMilliseconds(), commit.RefreshExpiresAt?.ToUnixTimeMilliseconds(), commit.At.ToUnixTimeMilliseconds(), commit.Scopes?.ToString(),
                commit.LogId, commit.DueAt?.ToUnixTimeMilliseconds(), commit.AttemptId, commit.Generation, commit.GrantId).ConfigureAwait(false);
            await store.TellAsync(context, hadFailed is [1] ? commit.Recovered : null).ConfigureAwait(false);
            return hadFailed.Count == 1;
        },
        cancellationToken);

    public Task<bool> TryFailAsync(RefreshFailure failure, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var closed = await VaultStoreContext.ExecuteAsync(
                context,
                $"update {sql.Grants} set state = coalesce({{0}}, state), attempt_cause = {{1}}, attempt_log_id = {{2}}, failures = failures + {{3}}, lease_attempt = null, lease_until = null,"
                + " next_attempt_at = {4}, due_at = {5} where id = {6} and generation = {7} and lease_attempt = {8}",
                failure.State?.ToString(), failure.Cause.ToString(), failure.LogId, failure.IsCounted ? 1 : 0, failure.NextAttemptAt?.ToUnixTimeMilliseconds(),
                failure.DueAt?.ToUnixTimeMilliseconds(), failure.GrantId, failure.Generation, failure.AttemptId).ConfigureAwait(false) == 1;
            await store.TellAsync(context, closed ? failure.Event : null).ConfigureAwait(false);
            return closed;
        },
        cancellationToken);

    public Task<bool> ShredAsync(string id, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, _) => await context.Set<VaultGrantRow>().Where(row => row.Id == id && row.State == nameof(GrantState.Revoked) && row.DataKey != null).ExecuteUpdateAsync(
            to => to.SetProperty(row => row.MasterKeyId, (string?)null).SetProperty(row => row.DataKey, (byte[]?)null).SetProperty(row => row.AccessToken, (byte[]?)null)
                .SetProperty(row => row.RefreshToken, (byte[]?)null).SetProperty(row => row.LeaseAttempt, (string?)null).SetProperty(row => row.LeaseUntil, (long?)null)
                .SetProperty(row => row.AttemptCause, nameof(AttemptCause.Disconnected)).SetProperty(row => row.DueAt, (long?)null),
            CancellationToken.None).ConfigureAwait(false) == 1,
        cancellationToken);
}
