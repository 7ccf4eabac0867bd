using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;

namespace Tokgate.Server.Storage;

/// <summary>A connection is one document, read whole. At every start, which would wait for EF's model, so by plain SQL.</summary>
internal sealed class ConnectionStore(IReadDoor reads, IWriteDoor door, AuditTrail trail) : IConnectionStore
{
    public Task<IReadOnlyList<StoredConnection>> ListAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, document, sealed_secrets, version, declared, created_at, updated_at from connections order by name", Read, cancellationToken);

    public Task<StoredConnection?> FindAsync(string id, CancellationToken cancellationToken) => reads.FirstAsync(
        $"select id, document, sealed_secrets, version, declared, created_at, updated_at from connections where id = {id}", Read, cancellationToken);

    public Task<IReadOnlyList<KeyValuePair<string, long>>> VersionsAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, version from connections order by id", static row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken);

    public Task<ConnectionWrite> TryCreateAsync(StoredConnection connection, CancellationToken cancellationToken) =>
        WriteAsync(AuditNames.ConnectionCreated, connection.Config, (context, now) => CreateAsync(context, connection, now), cancellationToken);

    public Task<ConnectionWrite> TryUpdateAsync(StoredConnection connection, IReadOnlyCollection<string> freed, CancellationToken cancellationToken) =>
        WriteAsync(AuditNames.ConnectionChanged, connection.Config, (context, now) => UpdateAsync(context, connection, freed, now), cancellationToken);

    public Task<ConnectionWrite> DeleteAsync(ConnectionConfig connection, IReadOnlyCollection<string> freed, CancellationToken cancellationToken) =>
        WriteAsync(AuditNames.ConnectionDeleted, connection, (context, _) => DeleteAsync(context, connection, freed), cancellationToken);

    /// <summary>Inside a transaction of more than this.</summary>
    public static Task<ConnectionWrite> WriteAsync(TokgateDbContext context, StoredConnection? before, StoredConnection? after, IReadOnlyCollection<string> freed, long now) =>
        before is null ? CreateAsync(context, after!, now) : after is null ? DeleteAsync(context, before.Config, freed) : UpdateAsync(context, after, freed, now); // one of the two is there

    public Task<bool> TryResealAsync(string id, byte[] read, byte[] box, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"update connections set sealed_secrets = {box} where id = {id} and sealed_secrets = {read}") == 1, cancellationToken);

    private Task<ConnectionWrite> WriteAsync(string name, ConnectionConfig config, Func<TokgateDbContext, long, Task<ConnectionWrite>> operation, CancellationToken cancellationToken)
    {
        var audited = trail.New(name) with { Connection = config.Name, Subject = config.Id };
        var now = audited.At.ToUnixTimeMilliseconds();
        return door.WriteAsync(
            async context =>
            {
                var outcome = await operation(context, now);
                await AuditWriting.AddAsync(context, audited, outcome == ConnectionWrite.Done);
                return outcome;
            },
            cancellationToken);
    }

    private static async Task<ConnectionWrite> CreateAsync(TokgateDbContext context, StoredConnection connection, long now)
    {
        // Callbacks differ by the name alone, and nobody sees the difference between two that differ by their letters' case.
        var config = connection.Config;
        if (await context.Sql.FirstAsync($"select id from connections where lower(name) = lower({config.Name})", static row => row.GetString(0), CancellationToken.None) is not null)
        {
            return ConnectionWrite.NameTaken;
        }

        return await context.Sql.ExecuteAsync(
            $"""
            insert into connections (id, name, document, sealed_secrets, version, declared, created_at, updated_at)
            values ({config.Id}, {config.Name}, {Document(config)}, {connection.SealedSecrets}, {config.Version}, {connection.Declared}, {now}, {now}) on conflict do nothing
            """) == 1 ? ConnectionWrite.Done : ConnectionWrite.NameTaken;
    }

    private static async Task<ConnectionWrite> UpdateAsync(TokgateDbContext context, StoredConnection connection, IReadOnlyCollection<string> freed, long now)
    {
        var config = connection.Config;
        return await HasGrantsAsync(context, freed) ? ConnectionWrite.HasGrants : await context.Sql.ExecuteAsync(
            $"""
            update connections set document = {Document(config)}, sealed_secrets = {connection.SealedSecrets}, version = version + 1, declared = {connection.Declared}, updated_at = {now}
            where id = {config.Id} and version = {config.Version}
            """) == 1 ? ConnectionWrite.Done : ConnectionWrite.Outdated;
    }

    private static async Task<ConnectionWrite> DeleteAsync(TokgateDbContext context, ConnectionConfig connection, IReadOnlyCollection<string> freed) =>
        await HasGrantsAsync(context, freed) ? ConnectionWrite.HasGrants
        : await context.Sql.ExecuteAsync($"delete from connections where id = {connection.Id} and version = {connection.Version}") == 1 ? ConnectionWrite.Done : ConnectionWrite.Outdated;

    private static async Task<bool> HasGrantsAsync(TokgateDbContext context, IReadOnlyCollection<string> clientKeys) =>
        clientKeys.Count > 0 && await context.Database.SqlQuery<string>($"select tiktok_app as \"Value\" from vault_grants where state in ('Active', 'Ambiguous')").Where(app => clientKeys.Contains(app)).AnyAsync();

    public static string Document(ConnectionConfig config) => JsonSerializer.Serialize(config, StoredJson.Default.ConnectionConfig);

    private static StoredConnection Read(DbDataReader row) =>
        new(JsonSerializer.Deserialize(row.GetString(1), StoredJson.Default.ConnectionConfig)! with { Id = row.GetString(0), Version = row.GetInt64(3) }) // our own document, never null
        {
            SealedSecrets = row.BytesOrNull(2),
            Declared = row.TextOrNull(4),
            CreatedAt = row.Instant(5),
            UpdatedAt = row.Instant(6),
        };
}
