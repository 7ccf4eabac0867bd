using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Storage;

internal sealed class SigningKeyStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail) : ISigningKeyStore
{
    public async Task<IReadOnlyList<StoredSigningKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SigningKeys.ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredSigningKey(row.Id, Enum.Parse<SigningAlgorithm>(row.Algorithm), row.Generation, row.SealedPrivateKey, row.CreatedAt, row.ActivatesAt))];
    }

    public Task<bool> TryAddAsync(StoredSigningKey key, CancellationToken cancellationToken)
    {
        var added = trail.New(AuditNames.KeyAdded) with { Subject = key.Id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, added, await context.Database.ExecuteSqlAsync(
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
