using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Management;

namespace Tokgate.Server.Storage;

internal sealed class IdempotencyStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, TimeProvider time) : IIdempotencyStore, IExpiringRows
{
    public Task<bool> TryHoldAsync(byte[] hash, byte[] requestHash, DateTimeOffset heldUntil, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var (now, held, expires) = (time.GetUtcNow().ToUnixTimeMilliseconds(), heldUntil.ToUnixTimeMilliseconds(), expiresAt.ToUnixTimeMilliseconds());
        return door.WriteAsync(
            async context => await context.Sql.ExecuteAsync(
                $"""
                insert into idempotency_keys (hash, request_hash, held_until, expires_at) values ({hash}, {requestHash}, {held}, {expires})
                on conflict (hash) do update set request_hash = excluded.request_hash, status = null, sealed_body = null, held_until = excluded.held_until, expires_at = excluded.expires_at
                where idempotency_keys.expires_at < {now} or (idempotency_keys.status is null and idempotency_keys.held_until < {now} and idempotency_keys.request_hash = excluded.request_hash)
                """) == 1,
            cancellationToken);
    }

    public async Task<IdempotentAnswer?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.IdempotencyKeys.FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken) is { } row ? new IdempotentAnswer(row.RequestHash, row.Status, row.SealedBody) : null;
    }

    public Task CompleteAsync(byte[] hash, int status, byte[]? sealedBody) => door.WriteAsync(
        context => context.Sql.ExecuteAsync($"update idempotency_keys set status = {status}, sealed_body = {sealedBody} where hash = {hash}"), CancellationToken.None);

    public Task ReleaseAsync(byte[] hash) => door.WriteAsync(context => context.Sql.ExecuteAsync($"delete from idempotency_keys where hash = {hash}"), CancellationToken.None);

    public ExpiringRows Expiring => new("idempotency_keys", "hash", "expires_at");
}
