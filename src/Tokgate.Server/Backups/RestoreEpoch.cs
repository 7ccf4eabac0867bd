using System.Data.Common;
using System.Globalization;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Backups;

/// <summary>
/// A new beginning for a database that has come from the past. What was revoked, spent or signed out since the copy would be alive in it again, and nobody here can tell
/// which; so nothing that lets anybody in outlives a restore. People and applications stay, their consents, and TikTok's grants, of which TikTok must be asked first.
/// </summary>
internal static class RestoreEpoch
{
    /// <summary>Of what lets somebody in or is kept for a day at most, answers with new secrets among it. A backup does not even hold them.</summary>
    public static IReadOnlyList<string> Dropped { get; } =
    [
        "session_clients", "sessions", "refresh_tokens", "pending_sign_ins", "qr_sign_ins", "waiting_requests", "logout_requests", "idempotency_keys",
        "administrator_sessions", "administrator_invitations", "trials", "administrator_ceremonies", "administrator_guesses",
    ];

    /// <summary>All or nothing, in the caller's transaction.</summary>
    public static async Task<RestoreOutcome> BeginAsync(DbConnection connection, DbTransaction transaction, string attempt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        foreach (var table in Dropped)
        {
            await RunAsync($"delete from {table}");
        }

        // Access tokens are asked for their grant wherever we take them.
        var grants = await RunAsync($"update grants set revoked_at = {at} where revoked_at is null");

        // Perhaps they arrived since. Nothing is sent twice without being asked for; webhooks can be sent again by hand.
        var deliveries = await RunAsync($"update deliveries set state = 'dead', ended_at = {at}, lease = null, last_cause = 'Restored' where state = 'waiting'");

        // TikTok may have spent the refresh token since. Their next refresh finds out; until then their state says so.
        var ambiguous = await RunAsync(
            $"update vault_grants set state = 'Ambiguous', attempt_id = '{attempt}', attempt_at = {at}, attempt_cause = 'Restored', attempt_log_id = null, next_attempt_at = null where state in ('Active', 'Ambiguous')");
        await RunAsync("update vault_grants set lease_attempt = null, lease_until = null where lease_attempt is not null");
        await RunAsync($"insert into audit_events (name, occurred_at, subject, count) values ('{AuditNames.BackupRestored}', {at}, '{attempt}', 1)");
        return new RestoreOutcome(grants, deliveries, ambiguous);

        async Task<int> RunAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandTimeout = 0;
#pragma warning disable CA2100 // constants, a number, and an id of our own making
            command.CommandText = sql;
#pragma warning restore CA2100
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
