using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Tokgate.Server.Storage;

namespace Tokgate.Server.Backups;

/// <summary>The empty database that a backup goes into: in one transaction, so that it stays empty unless everything went well.</summary>
internal sealed class RestoreTarget(DbConnection connection, DbTransaction transaction)
{
    private readonly bool isPostgreSql = connection is NpgsqlConnection;

    public IReadOnlyList<MigrationScript> Scripts { get; } = MigrationScript.For(connection is NpgsqlConnection);

    /// <summary>The name of a table that is there already, of those that would be made; null if there is none.</summary>
    public async Task<string?> FindTableAsync(IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var there = isPostgreSql ? "select tablename from pg_tables where schemaname = current_schema()" : "select name from sqlite_schema where type = 'table'";
        await using var command = Command(there);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names.Intersect([Migrator.Table, .. tables], StringComparer.Ordinal).FirstOrDefault();
    }

    public async Task MigrateAsync(IEnumerable<MigrationScript> scripts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ExecuteAsync(Migrator.CreateTable, cancellationToken);
        foreach (var script in scripts)
        {
            await ExecuteAsync(script.Sql, cancellationToken);
            await Migrator.RecordAsync(connection, script, now, cancellationToken);
        }
    }

    public async Task FillAsync(BackupTable table, IAsyncEnumerable<JsonElement> rows, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", table.Columns.Select(static column => column.Name));
        IReadOnlyList<BackupColumn> declared;
        List<string> types;
        await using (var command = Command($"select {columns} from {table.Name} limit 0"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            declared = ColumnKinds.Of(reader);
            types = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)];
        }

        // Some tables have a row from their migration on, and the copy brings its own.
        await ExecuteAsync($"delete from {table.Name}", cancellationToken);
        var filled = isPostgreSql
            ? await CopyAsync((NpgsqlConnection)connection, $"copy {table.Name} ({columns}) from stdin (format binary)", types, rows, cancellationToken)
            : await InsertAsync($"insert into {table.Name} ({columns}) values ({string.Join(", ", table.Columns.Select(static (_, index) => $"${index}"))})", declared, rows, cancellationToken);
        if (filled != table.Rows)
        {
            throw new SetupException(ErrorIds.BackupUnreadable, $"The table {table.Name} has {filled} rows instead of {table.Rows}. Nothing was restored.");
        }
    }

    /// <summary>Numbers that the database gives go on behind those that came.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => isPostgreSql
        ? ExecuteAsync("select setval(pg_get_serial_sequence('audit_events', 'id'), coalesce((select max(id) from audit_events), 0) + 1, false)", cancellationToken)
        : Task.CompletedTask;

    private static async Task<long> CopyAsync(
        NpgsqlConnection connection, string sql, List<string> types, IAsyncEnumerable<JsonElement> rows, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(sql, cancellationToken);
        var count = 0L;
        await foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken);
            for (var index = 0; index < types.Count; index++)
            {
                var value = row[index];
                await (value.ValueKind == JsonValueKind.Null ? importer.WriteNullAsync(cancellationToken) : types[index] switch
                {
                    "text" => importer.WriteAsync(value.GetString()!, NpgsqlDbType.Text, cancellationToken), // not null, as just seen
                    "bytea" => importer.WriteAsync(value.GetBytesFromBase64(), NpgsqlDbType.Bytea, cancellationToken),
                    "boolean" => importer.WriteAsync(value.GetInt64() != 0, NpgsqlDbType.Boolean, cancellationToken),
                    "integer" => importer.WriteAsync(value.GetInt32(), NpgsqlDbType.Integer, cancellationToken),
                    _ => importer.WriteAsync(value.GetInt64(), NpgsqlDbType.Bigint, cancellationToken),
                });
            }

            count++;
        }

        await importer.CompleteAsync(cancellationToken);
        return count;
    }

    private async Task<long> InsertAsync(string sql, IReadOnlyList<BackupColumn> columns, IAsyncEnumerable<JsonElement> rows, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        for (var index = 0; index < columns.Count; index++)
        {
            command.Parameters.Add(new SqliteParameter($"${index}", null));
        }

        var count = 0L;
        await foreach (var row in rows)
        {
            for (var index = 0; index < columns.Count; index++)
            {
                var value = row[index];
                command.Parameters[index].Value = value.ValueKind == JsonValueKind.Null ? DBNull.Value : columns[index].Kind switch
                {
                    ColumnKind.Text => value.GetString(),
                    ColumnKind.Bytes => value.GetBytesFromBase64(),
                    _ => value.GetInt64(),
                };
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
            count++;
        }

        return count;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // our own scripts, constants, and names out of a manifest that the master key has sealed
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
