using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

internal sealed class GrantStore(IDbContextFactory<TokgateDbContext> contexts, GrantQueries queries, IWriteDoor door, AuditTrail trail, TimeProvider time) : IGrantStore, IExpiringRows
{
    public async Task<Grant?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await queries.FindAsync(context, id);
    }

    public async Task<Grant?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await queries.FindByCodeAsync(context, codeHash);
    }

    public Task<bool> TryRedeemAsync(Redemption redemption, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var issued = trail.New(AuditNames.TokenIssued) with { Cause = GrantTypes.AuthorizationCode };
        return door.WriteAsync(
            async context =>
            {
                // Single use is this statement. It comes after all other checks, so who holds a code without its verifier cannot burn it for its owner; the price
                // is one read more. It commits before any token exists: a crash between the two costs the user a second sign-in and never a second token.
                var redeemed = await context.Database.ExecuteSqlAsync(
                    $"""
                    update grants set redeemed_at = {now}, expires_at = {redemption.ExpiresAt.ToUnixTimeMilliseconds()}
                    where id = {redemption.GrantId} and redeemed_at is null and revoked_at is null and expires_at > {now}
                    """);
                if (redeemed == 0)
                {
                    // Somebody was first. Which of the two is the thief nobody can tell, so the first one's tokens die too (RFC 6749, 4.1.2).
                    var revoked = await context.Database.ExecuteSqlAsync(
                        $"update grants set revoked_at = {now} where id = {redemption.GrantId} and redeemed_at is not null and revoked_at is null");
                    await AuditWriting.AddAsync(context, issued with { Name = AuditNames.CodeReplayed }, revoked == 1);
                    return false;
                }

                await AuditWriting.AddAsync(context, issued);
                if (redemption.RefreshToken is { } token)
                {
                    await context.Database.ExecuteSqlAsync(
                        $"""
                        insert into refresh_tokens (family, grant_id, hash, created_at, expires_at)
                        values ({token.Family}, {redemption.GrantId}, {token.Hash}, {now}, {redemption.RefreshTokenExpiresAt.ToUnixTimeMilliseconds()})
                        """);
                }

                return true;
            },
            cancellationToken);
    }

    public Task RevokeAsync(string id)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var revoked = trail.New(AuditNames.GrantRevoked) with { FlowId = id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context, revoked, await context.Database.ExecuteSqlAsync($"update grants set revoked_at = {now} where id = {id} and revoked_at is null") == 1),
            CancellationToken.None);
    }

    // Refresh tokens go with their grant.
    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.Grants.Where(row => row.ExpiresAt < now).OrderBy(row => row.ExpiresAt).Take(limit).ExecuteDeleteAsync(), cancellationToken);
}
