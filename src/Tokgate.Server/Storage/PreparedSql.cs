using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tokgate.Server.Storage;

/// <summary>
/// SQL on one connection for the path that every sign-in takes. It is written as for EF's own ExecuteSql, with its values in the braces, and they become
/// parameters; but the text is turned into a statement once and not at every call, which cost more than the statements themselves. Rows are read by hand.
/// </summary>
/// <remarks>
/// With <paramref name="keepsCommands"/> the commands stay prepared until the connection is closed, so it must stay open and belong to one at a time. Without, a
/// command is made for each call, and it is the driver that keeps prepared statements (Npgsql does).
/// </remarks>
internal sealed class PreparedSql(DbConnection connection, bool keepsCommands)
{
    // By the text as it stands in the code: there are as many as there are calls.
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    private readonly Dictionary<string, DbCommand> kept = new(StringComparer.Ordinal);

    /// <summary>How many rows it changed.</summary>
    public async Task<int> ExecuteAsync(FormattableString sql)
    {
        var command = Bind(sql);
        try
        {
            return await command.ExecuteNonQueryAsync();
        }
        finally
        {
            await DoneAsync(command);
        }
    }

    /// <summary>The first row, or null. The statement runs to its end all the same.</summary>
    public async Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var command = Bind(sql);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            T? first = null;
            while (await reader.ReadAsync(cancellationToken))
            {
                first ??= read(reader);
            }

            return first;
        }
        finally
        {
            await DoneAsync(command);
        }
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var command = Bind(sql);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            await DoneAsync(command);
        }
    }

    private DbCommand Bind(FormattableString sql)
    {
        if (!kept.TryGetValue(sql.Format, out var command))
        {
            command = Create(sql);
            if (keepsCommands)
            {
                kept.Add(sql.Format, command);
            }
        }

        for (var index = 0; index < sql.ArgumentCount; index++)
        {
            command.Parameters[index].Value = sql.GetArgument(index) ?? DBNull.Value;
        }

        return command;
    }

    private DbCommand Create(FormattableString sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // a literal of the code with numbers in its braces
        command.CommandText = Texts.GetOrAdd(
            sql.Format, static (format, count) => string.Format(CultureInfo.InvariantCulture, format, [.. Enumerable.Range(1, count).Select(static number => $"${number}")]), sql.ArgumentCount);
#pragma warning restore CA2100
        for (var number = 1; number <= sql.ArgumentCount; number++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = command is SqliteCommand ? $"${number}" : ""; // by name in SQLite, by place in PostgreSQL
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private ValueTask DoneAsync(DbCommand command) => keepsCommands ? ValueTask.CompletedTask : command.DisposeAsync();
}
