namespace Tokgate.Server.Storage;

/// <summary>
/// The only way to write. The operation runs in a transaction and is done when it is on disk; if it throws, nothing of it stays. It must use only what it is given,
/// must await nothing but the database, and must not come through the door again. Who may do a thing once is decided by the row count of a conditional statement:
/// other nodes have doors too.
/// </summary>
/// <remarks>The token only gives up waiting for the operation to begin; what has begun runs to its end.</remarks>
internal interface IWriteDoor
{
    /// <param name="operation">Gets a context whose tracker is empty.</param>
    /// <param name="cancellationToken">As said.</param>
    Task<T> WriteAsync<T>(Func<TokgateDbContext, Task<T>> operation, CancellationToken cancellationToken);

    /// <summary>For what a broker writes without being asked for anything: it does not wait for EF's model, nor keep it in memory.</summary>
    /// <param name="operation">Gets the connection.</param>
    /// <param name="cancellationToken">As said.</param>
    Task<T> WriteSqlAsync<T>(Func<PreparedSql, Task<T>> operation, CancellationToken cancellationToken);
}
