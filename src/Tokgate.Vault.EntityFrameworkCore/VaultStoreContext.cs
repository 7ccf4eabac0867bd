using Microsoft.EntityFrameworkCore;

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

    /// <summary>Runs a statement that returns whole rows of grants. Nothing that comes from outside may stand in its text.</summary>
    public static async Task<List<Grant>> GrantsAsync(DbContext context, string sql, params object?[] values)
    {
        var rows = await context.Set<VaultGrantRow>().FromSqlRaw(sql, values!).AsNoTracking().ToListAsync().ConfigureAwait(false); // EF takes nulls
        return rows.ConvertAll(static row => row.ToGrant());
    }

    /// <summary>Runs a statement that returns a number per row, called <c>Value</c>.</summary>
    public static Task<List<int>> NumbersAsync(DbContext context, string sql, params object?[] values) =>
        context.Database.SqlQueryRaw<int>(sql, values!).ToListAsync(); // as above

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public static Task<int> ExecuteAsync(DbContext context, string sql, params object?[] values) =>
        context.Database.ExecuteSqlRawAsync(sql, values!); // as above
}
