using System.Threading.Channels;

namespace Tokgate.Server.Storage;

/// <summary>
/// SQLite has one writer, and a commit that is safe from a power cut costs a sync of the disk. So operations queue, a loop takes what has gathered, runs each
/// in a savepoint of one IMMEDIATE transaction, commits once and then tells all callers. Without the queue a few writers win always and others starve for
/// seconds. The price: whoever shares a batch shares the fate of its commit.
/// </summary>
internal sealed class SqliteWriteDoor : IWriteDoor, IAsyncDisposable
{
    private const int MaxBatch = 256;
    private const int MaxQueue = 8192;

    private readonly StorageConnections connections;
    private readonly Func<TokgateDbContext> create;
    private readonly Channel<QueuedWrite> queue = Channel.CreateBounded<QueuedWrite>(new BoundedChannelOptions(MaxQueue) { SingleReader = true });
    private readonly AsyncLocal<bool> isInside = new();
    private readonly Task loop;

    private SqliteWriter? writer;

    /// <param name="connections">Where its connection comes from.</param>
    /// <param name="create">Makes a context that belongs to no pool.</param>
    public SqliteWriteDoor(StorageConnections connections, Func<TokgateDbContext> create)
    {
        (this.connections, this.create) = (connections, create);
        loop = Task.Run(RunAsync);
    }

    public Task<T> WriteAsync<T>(Func<TokgateDbContext, Task<T>> operation, CancellationToken cancellationToken) => QueueAsync(writer => operation(writer.Context), cancellationToken);

    public Task<T> WriteSqlAsync<T>(Func<PreparedSql, Task<T>> operation, CancellationToken cancellationToken) => QueueAsync(writer => operation(writer.Sql), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
    }

    private async Task<T> QueueAsync<T>(Func<SqliteWriter, Task<T>> operation, CancellationToken cancellationToken)
    {
        if (isInside.Value)
        {
            throw new InvalidOperationException("An operation at the write door came through it again, where it would wait for itself.");
        }

        var write = new QueuedWrite<T>(operation, cancellationToken);
        await queue.Writer.WriteAsync(write, cancellationToken);
        return await write.Completion;
    }

    private async Task RunAsync()
    {
        isInside.Value = true;
        var batch = new List<QueuedWrite>(MaxBatch);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && queue.Reader.TryRead(out var write))
            {
                if (write.TryBegin())
                {
                    batch.Add(write);
                }
            }

            if (batch.Count > 0)
            {
                await RunAsync(batch);
            }
        }
    }

    private async Task RunAsync(List<QueuedWrite> batch)
    {
        try
        {
            writer ??= await SqliteWriter.OpenAsync(connections, create);
            writer.Execute(SqliteWriter.Begin);
            foreach (var write in batch)
            {
                await RunAsync(write, writer);
            }

            writer.Execute(SqliteWriter.Commit);
        }
#pragma warning disable CA1031 // whatever happened, it belongs to the callers, and the loop must live on for the next ones
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await ForgetWriterAsync();
            batch.ForEach(write => write.Fail(exception));
            return;
        }

        // After the commit also for those that failed: what they saw may have been another's uncommitted row.
        batch.ForEach(static write => write.Complete());
    }

    private static async Task RunAsync(QueuedWrite write, SqliteWriter writer)
    {
        writer.Execute(SqliteWriter.Savepoint);
        var succeeded = await write.RunAsync(writer);
        writer.Forget();
        if (!succeeded)
        {
            writer.Execute(SqliteWriter.RollBack);
        }

        writer.Execute(SqliteWriter.Release);
    }

    // Closing the connection rolls back whatever is open, in whatever state it is.
    private async Task ForgetWriterAsync()
    {
        var lost = writer;
        writer = null;
        if (lost is not null)
        {
            await lost.DisposeAsync();
        }
    }
}
