using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

internal sealed class RefreshTokenStore(
    IDbContextFactory<TokgateDbContext> contexts, GrantQueries queries, IWriteDoor door, IOptions<GrantsOptions> options, AuditTrail trail, TimeProvider time) : IRefreshTokenStore, IExpiringRows
{
    public async Task<RefreshFamily?> FindAsync(byte[] family, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.RefreshTokens.FirstOrDefaultAsync(token => token.Family == family, cancellationToken);
        return row is null || await queries.FindAsync(context, row.GrantId) is not { } grant
            ? null
            : new RefreshFamily(grant, row.Hash, row.PreviousHash, row.RotatedAt, row.SealedSuccessor, row.ExpiresAt);
    }

    public Task<bool> TryRotateAsync(RefreshRotation rotation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (live, successor) = (rotation.Live, rotation.Successor);
        var box = live.SealSuccessor(successor);
        var refreshed = trail.New(AuditNames.TokenRefreshed);

        // Compare and swap: whoever finds the token live makes the only successor, on whatever node. It stands, sealed, in the same statement, so nobody can
        // see the old token dead without the new one being there for those who lost.
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, refreshed, await context.Database.ExecuteSqlAsync(
                $"""
                update refresh_tokens set hash = {successor.Hash}, previous_hash = {live.Hash}, rotated_at = {now}, sealed_successor = {box},
                    expires_at = {rotation.ExpiresAt.ToUnixTimeMilliseconds()}
                where family = {live.Family} and hash = {live.Hash}
                """) == 1),
            CancellationToken.None);
    }

    public Task<bool> TryProlongAsync(RefreshHandle live, DateTimeOffset expiresAt)
    {
        var refreshed = trail.New(AuditNames.TokenRefreshed);
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, refreshed, await context.Database.ExecuteSqlAsync(
                $"update refresh_tokens set expires_at = {expiresAt.ToUnixTimeMilliseconds()} where family = {live.Family} and hash = {live.Hash}") == 1),
            CancellationToken.None);
    }

    // The rows go with their grants. What dies here is the sealed successor: after the grace nobody may have it, not even with the old token in hand.
    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var before = now - options.Value.RefreshGrace;
        return door.WriteAsync(
            context => context.RefreshTokens.Where(row => row.SealedSuccessor != null && row.RotatedAt < before).OrderBy(row => row.RotatedAt).Take(limit)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.SealedSuccessor, (byte[]?)null)),
            cancellationToken);
    }
}
