using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Tokgate.Vault.EntityFrameworkCore;

internal sealed class GrantStore(VaultStoreContext store) : IGrantStore
{
    private const string Ended = "state = 'Revoked', generation = generation + 1, next_attempt_at = null";
    private const string Shredded = "master_key_id = null, data_key = null, access_token = null, refresh_token = null, lease_attempt = null, lease_until = null, due_at = null";

    // Every read of a token comes by here; a compiled query belongs to one model, as a store does.
    private readonly Func<DbContext, string, CancellationToken, Task<VaultGrantRow?>> _find = EF.CompileAsyncQuery(
        static (DbContext context, string id, CancellationToken _) => context.Set<VaultGrantRow>().AsNoTracking().FirstOrDefault(row => row.Id == id));

    public Task<Grant?> FindAsync(string id, CancellationToken cancellationToken = default) => store.ReadAsync(
        async context => (await _find(context, id, cancellationToken).ConfigureAwait(false))?.ToGrant(), cancellationToken);

    public Task<IReadOnlyList<Grant>> ListAsync(string owner, CancellationToken cancellationToken = default) => store.ReadAsync<IReadOnlyList<Grant>>(
        async context =>
        {
            var rows = await context.Set<VaultGrantRow>().AsNoTracking().Where(row => row.Owner == owner).OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(static row => row.ToGrant());
        },
        cancellationToken);

    public Task<bool> TryAddAsync(Grant grant, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var row = VaultGrantRow.Of(grant);
            return await VaultStoreContext.ExecuteAsync(
                context,
                $"insert into {sql.Grants} (id, tiktok_app, connection, owner, open_id, scopes, state, generation, master_key_id, data_key_version, data_key_at, data_key, access_token, refresh_token,"
                + " access_expires_at, refresh_expires_at, refreshed_at, authorized_at, created_at, last_used_at, failures, had_failed, due_at)"
                + " values ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}, {12}, {13}, {14}, {15}, {16}, {17}, {18}, {19}, 0, 0, {20}) on conflict do nothing",
                row.Id, row.TikTokApp, row.Connection, row.Owner, row.OpenId, row.Scopes, row.State, row.Generation, row.MasterKeyId, row.DataKeyVersion, row.DataKeyAt, row.DataKey,
                row.AccessToken, row.RefreshToken, row.AccessExpiresAt, row.RefreshExpiresAt, row.RefreshedAt, row.AuthorizedAt, row.CreatedAt, row.LastUsedAt, row.DueAt).ConfigureAwait(false) == 1;
        },
        cancellationToken);

    public Task<bool> TryReplaceAsync(Grant grant, long formerGeneration, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, _) =>
        {
            var row = VaultGrantRow.Of(grant);
            return await context.Set<VaultGrantRow>().Where(known => known.Id == row.Id && known.Generation == formerGeneration).ExecuteUpdateAsync(
                to => to.SetProperty(known => known.Connection, row.Connection).SetProperty(known => known.Scopes, row.Scopes).SetProperty(known => known.State, row.State)
                    .SetProperty(known => known.Generation, row.Generation).SetProperty(known => known.MasterKeyId, row.MasterKeyId)
                    .SetProperty(known => known.DataKeyVersion, row.DataKeyVersion).SetProperty(known => known.DataKeyAt, row.DataKeyAt).SetProperty(known => known.DataKey, row.DataKey)
                    .SetProperty(known => known.AccessToken, row.AccessToken).SetProperty(known => known.RefreshToken, row.RefreshToken)
                    .SetProperty(known => known.AccessExpiresAt, row.AccessExpiresAt).SetProperty(known => known.RefreshExpiresAt, row.RefreshExpiresAt)
                    .SetProperty(known => known.RefreshedAt, row.RefreshedAt).SetProperty(known => known.AuthorizedAt, row.AuthorizedAt)
                    .SetProperty(known => known.LastUsedAt, row.LastUsedAt).SetProperty(known => known.LeaseAttempt, (string?)null).SetProperty(known => known.LeaseUntil, (long?)null)
                    .SetProperty(known => known.AttemptId, (string?)null).SetProperty(known => known.AttemptAt, (long?)null).SetProperty(known => known.AttemptCause, (string?)null)
                    .SetProperty(known => known.AttemptLogId, (string?)null).SetProperty(known => known.Failures, 0).SetProperty(known => known.NextAttemptAt, (long?)null)
                    .SetProperty(known => known.DueAt, row.DueAt).SetProperty(known => known.RevokeRequestedAt, (long?)null).SetProperty(known => known.WarnedFor, (long?)null),
                CancellationToken.None).ConfigureAwait(false) == 1;
        },
        cancellationToken);

    public Task<Grant?> RevokeAsync(string id, DateTimeOffset at, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var ended = await VaultStoreContext.GrantsAsync(
                context,
                $"update {sql.Grants} set {Ended}, revoke_requested_at = {{0}}, due_at = {{0}}, attempt_cause = 'Disconnected', attempt_at = {{0}}, attempt_id = {{2}}, attempt_log_id = null"
                + " where id = {1} and state <> 'Revoked' returning " + VaultGrantRow.AllColumns,
                at.ToUnixTimeMilliseconds(), id, NewId()).ConfigureAwait(false);
            await store.TellAsync(context, ended.ConvertAll(grant => announce(grant))).ConfigureAwait(false);
            return ended is [var one] ? one : (await context.Set<VaultGrantRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id).ConfigureAwait(false))?.ToGrant();
        },
        cancellationToken);

    public Task<IReadOnlyList<Grant>> RemoveAsync(GrantRemoval removal, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => store.WriteAsync<IReadOnlyList<Grant>>(
        async (context, sql) =>
        {
            // TikTok counts in whole seconds: what was authorized within the second of the removal was authorized before it.
            var before = (removal.CreatedAt.ToUnixTimeSeconds() + 1) * 1000;
            var ended = await VaultStoreContext.GrantsAsync(
                context,
                $"update {sql.Grants} set {Ended}, {Shredded}, attempt_cause = 'RemovedAtTikTok', attempt_at = {{3}}, attempt_id = {{4}}, attempt_log_id = null"
                + " where tiktok_app = {0} and open_id = {1} and authorized_at < {2} and state <> 'Revoked' returning " + VaultGrantRow.AllColumns,
                removal.TikTokApp, removal.OpenId, before, removal.CreatedAt.ToUnixTimeMilliseconds(), NewId()).ConfigureAwait(false);
            await store.TellAsync(context, ended.ConvertAll(grant => announce(grant))).ConfigureAwait(false);

            // Those that we had ended ourselves need not be told to TikTok any more.
            await VaultStoreContext.ExecuteAsync(
                context,
                $"update {sql.Grants} set {Shredded} where tiktok_app = {{0}} and open_id = {{1}} and authorized_at < {{2}} and state = 'Revoked' and data_key is not null",
                removal.TikTokApp, removal.OpenId, before).ConfigureAwait(false);
            return ended;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(string id, Func<Grant, GrantEvent> announce, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (context, sql) =>
        {
            var gone = await VaultStoreContext.GrantsAsync(context, $"delete from {sql.Grants} where id = {{0}} returning {VaultGrantRow.AllColumns}", id).ConfigureAwait(false);
            await store.TellAsync(context, gone.ConvertAll(grant => announce(grant))).ConfigureAwait(false);
            return gone.Count == 1;
        },
        cancellationToken);

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
