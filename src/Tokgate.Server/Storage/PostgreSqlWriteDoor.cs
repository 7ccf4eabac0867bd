using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>PostgreSQL groups commits itself: a transaction per operation, as many at once as the connection pool has connections.</summary>
internal sealed class PostgreSqlWriteDoor(StorageConnections connections, IDbContextFactory<TokgateDbContext> contexts) : IWriteDoor
{
    public async Task<T> WriteAsync<T>(Func<TokgateDbContext, Task<T>> operation, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var result = await operation(context);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    public async Task<T> WriteSqlAsync<T>(Func<PreparedSql, Task<T>> operation, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await operation(new PreparedSql(connection, keepsCommands: false));
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }
}
