using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokgate.Server.Storage;

/// <summary>
/// Each SQLite connection enforces foreign keys, waits for a writer of another process, and syncs on every commit: with NORMAL a power cut takes back
/// commits that callers were told of, among them rotated refresh tokens. Pooled connections keep what was set once.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;";

    private static readonly object Done = new();
    private readonly ConditionalWeakTable<object, object> prepared = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

    // SQLite has nothing to wait for without blocking.
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare(connection);
        return Task.CompletedTask;
    }

    private void Prepare(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle!; // it is open
        if (prepared.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        prepared.AddOrUpdate(handle, Done);
    }
}
