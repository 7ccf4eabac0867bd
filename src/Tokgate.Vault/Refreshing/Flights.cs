using System.Collections.Concurrent;

namespace Tokgate.Vault;

/// <summary>
/// Work that must finish once begun. Those who want the same share one flight, which belongs to nobody: it has no caller's cancellation, transaction or context, and shutdown
/// waits for it.
/// </summary>
internal sealed class Flights<T>
{
    private readonly ConcurrentDictionary<(string Id, long Generation), Lazy<Task<T>>> _flights = new();

    public Task<T> Join(Grant grant, Func<Grant, Task<T>> fly)
    {
        var key = (grant.Id, grant.Generation);
        return _flights.GetOrAdd(key, static (key, it) => new Lazy<Task<T>>(() => it.Self.DepartAsync(key, it.grant, it.fly)), (Self: this, grant, fly)).Value;
    }

    public async Task DrainAsync()
    {
        while (_flights.Values.FirstOrDefault() is { } flight)
        {
            await ((Task)flight.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<T> DepartAsync((string Id, long Generation) key, Grant grant, Func<Grant, Task<T>> fly)
    {
        // Neither the caller's scopes nor its transaction: what it rolls back must not take a rotated token with it.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(async () =>
            {
                try
                {
                    return await fly(grant).ConfigureAwait(false);
                }
                finally
                {
                    _flights.TryRemove(key, out _);
                }
            });
        }
    }
}
