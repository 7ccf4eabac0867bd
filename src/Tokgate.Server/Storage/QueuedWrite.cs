namespace Tokgate.Server.Storage;

/// <summary>One caller's operation on its way through <see cref="SqliteWriteDoor"/>.</summary>
internal abstract class QueuedWrite
{
    /// <summary>False if its caller has gone meanwhile.</summary>
    public abstract bool TryBegin();

    /// <summary>True if the operation did not throw. Nobody is told yet.</summary>
    public abstract Task<bool> RunAsync(SqliteWriter writer);

    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

internal sealed class QueuedWrite<T>(Func<SqliteWriter, Task<T>> operation, CancellationToken cancellationToken) : QueuedWrite
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T? result;
    private Exception? failure;

    public Task<T> Completion => completion.Task;

    public override bool TryBegin()
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        completion.TrySetCanceled(cancellationToken);
        return false;
    }

    public override async Task<bool> RunAsync(SqliteWriter writer)
    {
        try
        {
            result = await operation(writer);
            return true;
        }
#pragma warning disable CA1031 // it is the caller's, who gets it from Complete
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
            return false;
        }
    }

    public override void Complete()
    {
        if (failure is null)
        {
            completion.TrySetResult(result!); // set by RunAsync, which ran without a failure
        }
        else
        {
            completion.TrySetException(failure);
        }
    }

    public override void Fail(Exception exception) => completion.TrySetException(exception);
}
