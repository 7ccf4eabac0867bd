using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Backups;

/// <summary>
/// The database as it was at one moment, while others go on writing: on SQLite a read transaction beside the log, on PostgreSQL REPEATABLE READ. Nobody waits for it;
/// the price is that what is replaced meanwhile stays on disk until it ends.
/// </summary>
internal sealed class DatabaseSnapshot : IAsyncDisposable
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;

    private DatabaseSnapshot(DbConnection connection, DbTransaction transaction)
    {
        this.connection = connection;
        this.transaction = transaction;
    }

    public static async Task<DatabaseSnapshot> OpenAsync(StorageConnections connections, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken);
        var transaction = connection is SqliteConnection sqlite
            ? BeginReading(sqlite)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return new DatabaseSnapshot(connection, transaction);
    }

    /// <summary>The first call fixes the moment.</summary>
    public async Task<IReadOnlyList<string>> MigrationsAsync(CancellationToken cancellationToken)
    {
        await using (var look = Command(connection is SqliteConnection ? "select count(*) from sqlite_schema where name = 'schema_migrations'" : "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'schema_migrations'"))
        {
            if (Convert.ToInt64(await look.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) == 0)
            {
                throw new SetupException(
                    ErrorIds.BackupOfNothing, "This database is empty: no broker has ever started on it. Check Tokgate__Database and Tokgate__DataDirectory; they must be those of the broker. No backup was written.");
            }
        }

        await using var command = Command("select name from schema_migrations order by name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    public async Task<T> ReadAsync<T>(string table, Func<DbDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var command = Command($"select * from {table}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await read(reader);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    // The one that can be awaited takes the writers' lock.
    private static SqliteTransaction BeginReading(SqliteConnection connection) => connection.BeginTransaction(deferred: true);

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0; // as long as it takes: nobody waits for it
#pragma warning disable CA2100 // constants and the names of our own tables
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
