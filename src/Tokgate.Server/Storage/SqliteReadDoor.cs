using System.Collections.Concurrent;
using System.Data.Common;

namespace Tokgate.Server.Storage;

/// <summary>
/// Connections that stay open with their statements prepared: to open one, parse, and close it again costs several times what the look into an index does.
/// SQLite answers on the caller's thread, so there are never more of them than threads that read at one moment.
/// </summary>
internal sealed class SqliteReadDoor(StorageConnections connections) : IReadDoor, IAsyncDisposable
{
    private readonly ConcurrentBag<(DbConnection Connection, PreparedSql Sql)> idle = [];

    public Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class => WithAsync(prepared => prepared.FirstAsync(sql, read, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<T>> ListAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        WithAsync(prepared => prepared.ListAsync(sql, read, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var kept))
        {
            await kept.Connection.DisposeAsync();
        }
    }

    private async Task<TResult> WithAsync<TResult>(Func<PreparedSql, Task<TResult>> read, CancellationToken cancellationToken)
    {
        var kept = idle.TryTake(out var waiting) ? waiting : await OpenAsync(cancellationToken);
        try
        {
            var result = await read(kept.Sql);
            idle.Add(kept);
            return result;
        }
        catch
        {
            // In whatever state it is, nobody needs it.
            await kept.Connection.DisposeAsync();
            throw;
        }
    }

    private async Task<(DbConnection Connection, PreparedSql Sql)> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken);
        return (connection, new PreparedSql(connection, keepsCommands: true));
    }
}
