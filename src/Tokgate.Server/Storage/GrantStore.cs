using System.Runtime.CompilerServices;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

internal sealed class GrantStore(IReadDoor reads, IWriteDoor door, AuditTrail trail, TimeProvider time) : IGrantStore, IExpiringRows
{
    private const string ById = $"select {GrantReading.Columns} from grants g {GrantReading.Joins} where g.id = {{0}}";
    private const string ByCode = $"select {GrantReading.Columns} from grants g {GrantReading.Joins} where g.code_hash = {{0}}";

    public Task<Grant?> FindAsync(string id, CancellationToken cancellationToken) =>
        reads.FirstAsync(FormattableStringFactory.Create(ById, id), GrantReading.Read, cancellationToken);

    public Task<Grant?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken) =>
        reads.FirstAsync(FormattableStringFactory.Create(ByCode, codeHash), GrantReading.Read, cancellationToken);

    public Task<bool> TryRedeemAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var issued = trail.New(AuditNames.TokenIssued) with { Cause = GrantTypes.AuthorizationCode };
        return door.WriteAsync(
            async context =>
            {
                // Single use is this statement. It comes after all other checks, so who holds a code without its verifier cannot burn it for its owner; the price
                // is one read more. It commits before any token exists: a crash between the two costs the user a second sign-in and never a second token.
                var redeemed = await context.Sql.ExecuteAsync(
                    $"""
                    update grants set redeemed_at = {now}, expires_at = {redemption.ExpiresAt.ToUnixTimeMilliseconds()}
                    where id = {redemption.GrantId} and redeemed_at is null and revoked_at is null and expires_at > {now}
                    """);
                if (redeemed == 0)
                {
                    // Somebody was first. Which of the two is the thief nobody can tell, so the first one's tokens die too (RFC 6749, 4.1.2).
                    var revoked = await context.Sql.ExecuteAsync(
                        $"update grants set revoked_at = {now} where id = {redemption.GrantId} and redeemed_at is not null and revoked_at is null");
                    await AuditWriting.AddAsync(context, issued with { Name = AuditNames.CodeReplayed }, revoked == 1);
                    return false;
                }

                await AuditWriting.AddAsync(context, issued);
                if (redemption.RefreshToken is { } token)
                {
                    await context.Sql.ExecuteAsync(
                        $"""
                        insert into refresh_tokens (family, grant_id, hash, created_at, expires_at)
                        values ({token.Family}, {redemption.GrantId}, {token.Hash}, {now}, {redemption.RefreshTokenExpiresAt.ToUnixTimeMilliseconds()})
                        """);
                }

                return !redemption.IsToldOfLogout || await RememberAsync(context, redemption.GrantId);
            },
            cancellationToken);
    }

    public Task RevokeAsync(string id)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var revoked = trail.New(AuditNames.GrantRevoked) with { FlowId = id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context, revoked, await context.Sql.ExecuteAsync($"update grants set revoked_at = {now} where id = {id} and revoked_at is null") == 1),
            CancellationToken.None);
    }

    // The session's row is the lock: whoever ends the session meanwhile waits, and then finds the client; if the end was first, there is nothing to redeem. A write
    // more for each code of a client that is told, and none for the others.
    private static async Task<bool> RememberAsync(TokgateDbContext context, string grantId) =>
        await context.Sql.ExecuteAsync(
            $"update sessions set ended_at = null where id = (select session_id from grants where id = {grantId}) and ended_at is null") == 1
        && await context.Sql.ExecuteAsync(
            $"insert into session_clients (session_id, client_id) select session_id, client_id from grants where id = {grantId} on conflict do nothing") >= 0;

    // Refresh tokens go with their grant.
    public ExpiringRows Expiring => new("grants", "id", "expires_at");
}
