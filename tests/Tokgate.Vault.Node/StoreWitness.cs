using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tokgate.Vault.Node;

/// <summary>Knows the two statements of an attempt, and the one of a change of keys, by their text: stops at them, and notes when the pair was committed.</summary>
internal sealed class StoreWitness(Points points) : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentDictionary<DbContextId, bool> _written = [];
    private long _committedAt;

    /// <summary>The timestamp of the latest commit of a pair; 0 before the first.</summary>
    public long CommittedAt => Interlocked.Read(ref _committedAt);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await points.PassAsync(IsBegin(command) ? Point.BeforeLease : IsCommit(command) ? Point.BeforeCommit : null);
        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && (IsBegin(command) || IsCommit(command)))
        {
            _written[context.ContextId] = IsCommit(command);
            await points.PassAsync(IsCommit(command) ? Point.PairWritten : Point.LeaseWritten);
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await points.PassAsync(command.CommandText.Contains("v.former_key", StringComparison.Ordinal) ? Point.BeforeReseal : null);
        return result;
    }

    public async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context && _written.TryRemove(context.ContextId, out var isPair))
        {
            if (isPair)
            {
                Interlocked.Exchange(ref _committedAt, Stopwatch.GetTimestamp());
            }
            else
            {
                await points.PassAsync(Point.Leased);
            }
        }
    }

    private static bool IsBegin(DbCommand command) => command.CommandText.Contains("'OpenAfterAbandoned'", StringComparison.Ordinal);

    private static bool IsCommit(DbCommand command) => command.CommandText.Contains("'Succeeded'", StringComparison.Ordinal);
}
