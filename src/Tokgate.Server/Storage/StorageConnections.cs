using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Tokgate.Server.Storage;

/// <summary>
/// Connections as EF has them, without EF: to build its services and its model takes half of a start, and neither migrations nor the keys need them. The drivers pool by
/// the text of the connection string, so both have one pool.
/// </summary>
internal sealed class StorageConnections(IOptions<StorageOptions> options)
{
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = options.Value.IsPostgreSql ? new NpgsqlConnection(options.Value.ConnectionString) : new SqliteConnection(options.Value.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (connection is SqliteConnection sqlite)
            {
                SqlitePragmas.Prepare(sqlite);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
