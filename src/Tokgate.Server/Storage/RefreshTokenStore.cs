using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

internal sealed class RefreshTokenStore(IReadDoor reads, IWriteDoor door, IOptions<GrantsOptions> options, AuditTrail trail, TimeProvider time) : IRefreshTokenStore, IExpiringRows
{
    private const string ByFamily =
        $$"""
        select {{GrantReading.Columns}}, r.hash, r.previous_hash, r.rotated_at, r.sealed_successor, r.expires_at
        from refresh_tokens r join grants g on g.id = r.grant_id {{GrantReading.Joins}} where r.family = {0}
        """;

    public Task<RefreshFamily?> FindAsync(byte[] family, CancellationToken cancellationToken) =>
        reads.FirstAsync(FormattableStringFactory.Create(ByFamily, family), Read, cancellationToken);

    public Task<bool> TryRotateAsync(RefreshRotation rotation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (live, successor) = (rotation.Live, rotation.Successor);
        var box = live.SealSuccessor(successor);
        var refreshed = trail.New(AuditNames.TokenRefreshed);

        // Compare and swap: whoever finds the token live makes the only successor, on whatever node. It stands, sealed, in the same statement, so nobody can
        // see the old token dead without the new one being there for those who lost.
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, refreshed, await context.Sql.ExecuteAsync(
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
            async context => await AuditWriting.AddAsync(context, refreshed, await context.Sql.ExecuteAsync(
                $"update refresh_tokens set expires_at = {expiresAt.ToUnixTimeMilliseconds()} where family = {live.Family} and hash = {live.Hash}") == 1),
            CancellationToken.None);
    }

    // The rows go with their grants. What dies here is the sealed successor: after the grace nobody may have it, not even with the old token in hand.
    public ExpiringRows Expiring => new("refresh_tokens", "family", "rotated_at") { KeptFor = options.Value.RefreshGrace, Only = "sealed_successor is not null", Forgets = "sealed_successor" };

    private static RefreshFamily Read(DbDataReader row) => new(
        GrantReading.Read(row),
        row.Bytes(GrantReading.Count),
        row.BytesOrNull(GrantReading.Count + 1),
        row.InstantOrNull(GrantReading.Count + 2),
        row.BytesOrNull(GrantReading.Count + 3),
        row.Instant(GrantReading.Count + 4));
}
