using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Storage;

/// <summary>
/// TikTok's tokens into the vault, inside the transaction of the sign-in that received them: neither is ever there without the other. One statement, because what
/// it may find there was read together with the identity.
/// </summary>
internal sealed class VaultGrantWriting(TikTokVault vault)
{
    // Whoever signs in asks for no token yet. A grant that nobody ever used is not kept warm.
    private static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    /// <summary>Found is the grant that stands there, as far as it was seen: the boxes are bound to it.</summary>
    public Task KeepAsync(TokgateDbContext context, SignIn signIn, string userId, KeptGrant? found) =>
        signIn.Tokens is { } tokens ? KeepAsync(context, HandOver(signIn.Connection.Name, signIn.TikTokApp, signIn.OpenId, signIn.GrantedScopes, tokens, userId), found) : Task.CompletedTask;

    /// <summary>The same of what no sign-in brought.</summary>
    /// <returns>The grant's id.</returns>
    public Task<string> KeepAsync(TokgateDbContext context, LinkResult result, string userId) =>
        KeepAsync(context, HandOver(result.Connection, result.TikTokApp, result.OpenId, result.Granted, result.Tokens, userId), found: null);

    private async Task<string> KeepAsync(TokgateDbContext context, GrantHandOver handOver, KeptGrant? found)
    {
        // Another sign-in of the same person, on another node, may have made the grant since; then it is there for the second look.
        var grant = vault.Seal(handOver, found?.Id, found?.DataKeyVersion ?? 0);
        while (!await TryWriteAsync(context, grant))
        {
            found = await FindAsync(context, handOver);
            grant = vault.Seal(handOver, found?.Id, found?.DataKeyVersion ?? 0);
        }

        return grant.Id;
    }

    private static GrantHandOver HandOver(string connection, string tikTokApp, string openId, TikTokScopes granted, TikTokTokens tokens, string userId) => new()
    {
        TikTokApp = tikTokApp,
        Connection = connection,
        Owner = userId,
        OpenId = openId,
        Scopes = granted,
        AccessToken = tokens.AccessToken,
        AccessExpiresAt = tokens.ExpiresAt,
        RefreshToken = tokens.RefreshToken,
        RefreshExpiresAt = tokens.RefreshExpiresAt,
        AuthorizedAt = tokens.ReceivedAt,
    };

    private static async Task<bool> TryWriteAsync(TokgateDbContext context, Grant grant)
    {
        var boxes = grant.Sealed!; // just sealed
        var refreshedAt = grant.RefreshedAt.ToUnixTimeMilliseconds();
        return await context.Sql.ExecuteAsync(
            $"""
            insert into vault_grants (id, tiktok_app, connection, owner, open_id, scopes, state, generation, master_key_id, data_key_version, data_key_at, data_key, access_token, refresh_token,
                access_expires_at, refresh_expires_at, refreshed_at, authorized_at, created_at, last_used_at, failures, had_failed, due_at)
            values ({grant.Id}, {grant.TikTokApp}, {grant.Connection}, {grant.Owner}, {grant.OpenId}, {grant.Scopes.ToString()}, 'Active', {grant.Generation}, {boxes.MasterKeyId},
                {boxes.DataKeyVersion}, {refreshedAt}, {boxes.DataKey}, {boxes.AccessToken}, {boxes.RefreshToken}, {grant.AccessExpiresAt.ToUnixTimeMilliseconds()},
                {grant.RefreshExpiresAt?.ToUnixTimeMilliseconds()}, {refreshedAt}, {grant.AuthorizedAt.ToUnixTimeMilliseconds()}, {grant.CreatedAt.ToUnixTimeMilliseconds()},
                {Never.ToUnixTimeMilliseconds()}, 0, 0, {grant.DueAt?.ToUnixTimeMilliseconds()})
            on conflict (owner, tiktok_app, open_id) do update set connection = excluded.connection, scopes = excluded.scopes, state = excluded.state, generation = vault_grants.generation + 1,
                master_key_id = excluded.master_key_id, data_key_version = excluded.data_key_version, data_key_at = excluded.data_key_at, data_key = excluded.data_key,
                access_token = excluded.access_token, refresh_token = excluded.refresh_token, access_expires_at = excluded.access_expires_at, refresh_expires_at = excluded.refresh_expires_at,
                refreshed_at = excluded.refreshed_at, authorized_at = excluded.authorized_at, lease_attempt = null, lease_until = null, attempt_id = null, attempt_at = null, attempt_cause = null,
                attempt_log_id = null, failures = 0, next_attempt_at = null, due_at = excluded.due_at, revoke_requested_at = null, warned_for = null
            where vault_grants.id = excluded.id
            """) == 1;
    }

    private static Task<KeptGrant?> FindAsync(TokgateDbContext context, GrantHandOver handOver) => context.Sql.FirstAsync(
        $"select id, data_key_version from vault_grants where owner = {handOver.Owner} and tiktok_app = {handOver.TikTokApp} and open_id = {handOver.OpenId}",
        static row => new KeptGrant(row.GetString(0), row.GetInt64(1)),
        CancellationToken.None);

    internal sealed record KeptGrant(string Id, long DataKeyVersion);
}
