namespace Tokgate.Server.Storage;

/// <summary>
/// The only way to write. The operation runs in a transaction and is done when it is on disk; if it throws, nothing of it stays. It gets a context whose
/// tracker is empty, must use only that, must await nothing but the database, and must not come through the door again. Who may do a thing once is
/// decided by the row count of a conditional statement: other nodes have doors too.
/// </summary>
internal interface IWriteDoor
{
    // The token only gives up waiting for the operation to begin; what has begun runs to its end.
    Task<T> WriteAsync<T>(Func<TokgateDbContext, Task<T>> operation, CancellationToken cancellationToken);
}
