using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>PostgreSQL's driver pools connections and keeps their statements prepared.</summary>
internal sealed class PostgreSqlReadDoor(IDbContextFactory<TokgateDbContext> contexts) : IReadDoor
{
    public async Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        return await context.Sql.FirstAsync(sql, read, cancellationToken);
    }
}
