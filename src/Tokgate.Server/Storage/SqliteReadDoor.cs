using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>
/// Connections that stay open with their statements prepared: to open one, parse, and close it again costs several times what the look into an index does.
/// SQLite answers on the caller's thread, so there are never more of them than threads that read at one moment.
/// </summary>
internal sealed class SqliteReadDoor(IDbContextFactory<TokgateDbContext> contexts) : IReadDoor, IAsyncDisposable
{
    private readonly ConcurrentBag<TokgateDbContext> idle = [];

    public async Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var context = idle.TryTake(out var waiting) ? waiting : await OpenAsync(cancellationToken);
        try
        {
            var row = await context.Sql.FirstAsync(sql, read, cancellationToken);
            idle.Add(context);
            return row;
        }
        catch
        {
            // In whatever state it is, nobody needs it.
            await context.CloseKeptAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryTake(out var context))
        {
            await context.CloseKeptAsync();
        }
    }

    private async Task<TokgateDbContext> OpenAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OpenKeptAsync(cancellationToken);
        return context;
    }
}
