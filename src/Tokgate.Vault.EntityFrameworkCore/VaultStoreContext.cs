using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>What all parts of the store share: the way to the database, its dialect, and the writing of events.</summary>
internal sealed class VaultStoreContext(IVaultDatabase database, IGrantEventWriter events)
{
    private VaultSql? _sql;

    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> operation, CancellationToken cancellationToken) => database.ReadAsync(operation, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbContext, VaultSql, Task<T>> operation, CancellationToken cancellationToken) =>
        database.WriteAsync(context => operation(context, _sql ??= new VaultSql(context)), cancellationToken);

    public async Task TellAsync(DbContext context, params IReadOnlyList<GrantEvent?> told)
    {
        if (told.OfType<GrantEvent>().ToList() is { Count: > 0 } some)
        {
            await events.WriteAsync(context, some).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement that ends with <c>returning</c> and <see cref="VaultGrantRow.AllColumns"/>. Nothing that comes from outside may stand in its text.</summary>
    public static Task<List<Grant>> GrantsAsync(DbContext context, string sql, params object?[] values) =>
        RowsAsync(context, sql, static row => VaultGrantRow.Read(row).ToGrant(), values);

    /// <summary>Runs a statement that returns a number per row.</summary>
    public static Task<List<int>> NumbersAsync(DbContext context, string sql, params object?[] values) => RowsAsync(context, sql, static row => row.GetInt32(0), values);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public static Task<int> ExecuteAsync(DbContext context, string sql, params object?[] values) =>
        context.Database.ExecuteSqlRawAsync(sql, values!); // EF takes nulls

    // As EF runs what ExecuteSqlRaw is given: on the context's connection and transaction, seen by its interceptors and log. A query out of raw SQL would be compiled anew
    // each time, because its parameters stand in one array, and would cost more than the statement.
    private static async Task<List<T>> RowsAsync<T>(DbContext context, string sql, Func<DbDataReader, T> read, object?[] values)
    {
        var command = context.GetService<IRawSqlCommandBuilder>().Build(sql, values!, context.Model); // EF takes nulls
        var reader = await command.RelationalCommand.ExecuteReaderAsync(
            new RelationalCommandParameterObject(
                context.GetService<IRelationalConnection>(), command.ParameterValues, readerColumns: null, context, context.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.FromSqlQuery),
            CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                rows.Add(read(reader.DbDataReader));
            }

            return rows;
        }
    }
}
