using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Storage;

/// <summary>Read at every start, so by plain SQL: to build EF's model first would double the time to the first answer.</summary>
internal sealed class SigningKeyStore(IReadDoor reads, IWriteDoor door, AuditTrail trail) : ISigningKeyStore
{
    public Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, algorithm, generation, sealed_private_key, created_at, activates_at from signing_keys",
        static row => new StoredSigningKey(
            row.GetString(0), Enum.Parse<SigningAlgorithm>(row.GetString(1)), row.GetInt64(2), row.GetFieldValue<byte[]>(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
        cancellationToken);

    public Task<bool> TryAddAsync(StoredSigningKey key, CancellationToken cancellationToken)
    {
        var added = trail.New(AuditNames.KeyAdded) with { Subject = key.Id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, added, await context.Sql.ExecuteAsync(
                $"""
                insert into signing_keys (id, algorithm, generation, sealed_private_key, created_at, activates_at)
                values ({key.Id}, {key.Algorithm.ToString()}, {key.Generation}, {key.SealedPrivateKey}, {key.CreatedAt.ToUnixTimeMilliseconds()}, {key.ActivatesAt.ToUnixTimeMilliseconds()})
                on conflict do nothing
                """) == 1),
            cancellationToken);
    }

    public Task<bool> TryResealAsync(StoredSigningKey read, byte[] box, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Database.ExecuteSqlAsync(
            $"update signing_keys set sealed_private_key = {box} where id = {read.Id} and sealed_private_key = {read.SealedPrivateKey}") == 1,
        cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var removed = trail.New(AuditNames.KeyRemoved) with { Subject = id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, removed, await context.SigningKeys.Where(row => row.Id == id).ExecuteDeleteAsync() == 1), cancellationToken);
    }
}
