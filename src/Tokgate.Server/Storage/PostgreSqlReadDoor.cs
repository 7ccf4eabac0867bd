using System.Data.Common;

namespace Tokgate.Server.Storage;

/// <summary>PostgreSQL's driver pools connections and keeps their statements prepared.</summary>
internal sealed class PostgreSqlReadDoor(StorageConnections connections) : IReadDoor
{
    public async Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        return await new PreparedSql(connection, keepsCommands: false).FirstAsync(sql, read, cancellationToken);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        return await new PreparedSql(connection, keepsCommands: false).ListAsync(sql, read, cancellationToken);
    }
}
