using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>The loop's own connection and its prepared words. The transaction is begun by hand, so that one context can serve a whole batch.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    public const int Begin = 0;
    public const int Commit = 1;
    public const int Savepoint = 2;
    public const int Release = 3;
    public const int RollBack = 4;

    private readonly DbCommand[] commands;

    private SqliteWriter(TokgateDbContext context)
    {
        Context = context;
        var connection = context.Database.GetDbConnection();
        commands =
        [
            Prepare(connection, "begin immediate"),
            Prepare(connection, "commit"),
            Prepare(connection, "savepoint operation"),
            Prepare(connection, "release operation"),
            Prepare(connection, "rollback to operation"),
        ];
    }

    public TokgateDbContext Context { get; }

    public static async Task<SqliteWriter> OpenAsync(IDbContextFactory<TokgateDbContext> contexts)
    {
        var context = await contexts.CreateDbContextAsync();

        // EF would open transactions and savepoints of its own around SaveChanges, inside of ours.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        context.Database.AutoSavepointsEnabled = false;
        await context.OpenKeptAsync(CancellationToken.None);
        return new SqliteWriter(context);
    }

    public void Execute(int command) => commands[command].ExecuteNonQuery();

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
        {
            await command.DisposeAsync();
        }

        await Context.CloseKeptAsync();
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
