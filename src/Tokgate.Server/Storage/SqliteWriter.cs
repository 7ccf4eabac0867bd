using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>The loop's own connection and its prepared words. The transaction is begun by hand, so that one connection can serve a whole batch, and EF's context over it is made when the first operation wants it.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    public const int Begin = 0;
    public const int Commit = 1;
    public const int Savepoint = 2;
    public const int Release = 3;
    public const int RollBack = 4;

    private readonly DbConnection connection;
    private readonly Func<TokgateDbContext> create;
    private readonly DbCommand[] commands;
    private TokgateDbContext? context;

    private SqliteWriter(DbConnection connection, Func<TokgateDbContext> create)
    {
        (this.connection, this.create) = (connection, create);
        Sql = new PreparedSql(connection, keepsCommands: true);
        commands =
        [
            Prepare(connection, "begin immediate"),
            Prepare(connection, "commit"),
            Prepare(connection, "savepoint operation"),
            Prepare(connection, "release operation"),
            Prepare(connection, "rollback to operation"),
        ];
    }

    public PreparedSql Sql { get; }

    public TokgateDbContext Context => context ??= Over(create());

    /// <param name="connections">Where the connection comes from.</param>
    /// <param name="create">Makes a context that belongs to no pool: it is bound to the connection.</param>
    public static async Task<SqliteWriter> OpenAsync(StorageConnections connections, Func<TokgateDbContext> create) => new(await connections.OpenAsync(CancellationToken.None), create);

    public void Execute(int command) => commands[command].ExecuteNonQuery();

    /// <summary>Nothing of one operation is for the next.</summary>
    public void Forget() => context?.ChangeTracker.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
        {
            await command.DisposeAsync();
        }

        if (context is not null)
        {
            await context.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private TokgateDbContext Over(TokgateDbContext made)
    {
        made.Database.SetDbConnection(connection);

        // EF would open transactions and savepoints of its own around SaveChanges, inside of ours.
        made.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        made.Database.AutoSavepointsEnabled = false;
        made.Sql = Sql;
        return made;
    }

    private static DbCommand Prepare(DbConnection connection, string words)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of the five constants above
        command.CommandText = words;
#pragma warning restore CA2100
        command.Prepare();
        return command;
    }
}
