using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Storage;

/// <summary>
/// Brings the schema to this program's version: each script once, in order, all in one transaction, under a lock that other nodes wait for. Scripts that a
/// newer program has applied are left alone, so old nodes live on during a rolling upgrade.
/// </summary>
internal sealed class Migrator(StorageConnections connections, IOptions<StorageOptions> options, TimeProvider time)
{
    // Any fixed number; it must only differ from other programs' in the same database.
    private const long LockKey = 0x546F6B67617465;

    public const string Table = "schema_migrations";
    public const string CreateTable = $"create table if not exists {Table} (name text not null primary key, checksum text not null, applied_at bigint not null)";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsPostgreSql)
        {
            PrepareDirectory();
        }

        await using var connection = await connections.OpenAsync(cancellationToken);

        // On SQLite this is BEGIN IMMEDIATE, and thereby the lock.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (options.Value.IsPostgreSql)
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        }

        await ExecuteAsync(connection, CreateTable, cancellationToken);
        var applied = await AppliedAsync(connection, cancellationToken);
        var pending = Pending(applied);
        if (pending.Count == 0)
        {
            return;
        }

        if (options.Value.Migrate != true)
        {
            throw NotMigrated(pending);
        }

        foreach (var script in pending)
        {
            await ExecuteAsync(connection, script.Sql, cancellationToken);
            await RecordAsync(connection, script, time.GetUtcNow(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether the schema is this program's, without making anything.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var pending = await IsBegunAsync(connection, cancellationToken) ? Pending(await AppliedAsync(connection, cancellationToken)) : [.. MigrationScript.For(options.Value.IsPostgreSql)];
        if (pending.Count > 0)
        {
            throw NotMigrated(pending);
        }
    }

    private static SetupException NotMigrated(List<MigrationScript> pending) => new(
        ErrorIds.MigrationsPending, $"The database needs {pending.Count} migration(s), beginning with {pending[0].Name}. Make a backup, then start once with --migrate, or set Tokgate__Migrate=true.");

    private async Task<bool> IsBegunAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two texts of ours
        command.CommandText = options.Value.IsPostgreSql ? "select to_regclass('schema_migrations') is not null" : "select exists (select 1 from sqlite_master where name = 'schema_migrations')";
#pragma warning restore CA2100
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }

    private List<MigrationScript> Pending(Dictionary<string, string> applied)
    {
        var scripts = MigrationScript.For(options.Value.IsPostgreSql);
        var changed = scripts.FirstOrDefault(script => applied.TryGetValue(script.Name, out var checksum) && checksum != script.Checksum);
        return changed is null
            ? [.. scripts.Where(script => !applied.ContainsKey(script.Name))]
            : throw new SetupException(ErrorIds.MigrationChanged, $"The migration {changed.Name} was applied to this database with another content.");
    }

    private void PrepareDirectory()
    {
        var file = new SqliteConnectionStringBuilder(options.Value.Database).DataSource;
        var directory = Path.GetDirectoryName(Path.GetFullPath(file));
        if (directory is not null && !Directory.Exists(directory))
        {
            PrivateDirectory.Create(directory);
        }
    }

    private static async Task<Dictionary<string, string>> AppliedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select name, checksum from schema_migrations";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    public static async Task RecordAsync(DbConnection connection, MigrationScript script, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into schema_migrations (name, checksum, applied_at) values (@name, @checksum, @applied_at)";
        Add(command, "@name", script.Name);
        Add(command, "@checksum", script.Checksum);
        Add(command, "@applied_at", now.ToUnixTimeMilliseconds());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is one of our own scripts, embedded in this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
