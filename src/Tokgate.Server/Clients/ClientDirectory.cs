using System.Collections.Concurrent;

namespace Tokgate.Server.Clients;

/// <summary>
/// Clients as this node knows them. A change on this node counts at once, one on another node within <see cref="Lifetime"/>: that is how long a client that was
/// disabled there may live on here. Ids that do not exist are not kept, or strangers could fill the memory.
/// </summary>
internal sealed class ClientDirectory(IClientStore store, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    public const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public ValueTask<RegisteredClient?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length > 100)
        {
            return ValueTask.FromResult<RegisteredClient?>(null);
        }

        return entries.TryGetValue(id, out var entry) && time.GetUtcNow() < entry.FreshUntil
            ? new ValueTask<RegisteredClient?>(entry.Client.IsCompletedSuccessfully ? entry.Client : entry.Client.WaitAsync(cancellationToken))
            : new ValueTask<RegisteredClient?>(LoadAsync(id, entry, cancellationToken));
    }

    /// <summary>Whether it would be found without the database.</summary>
    public bool Remembers(string id) => entries.TryGetValue(id, out var entry) && time.GetUtcNow() < entry.FreshUntil;

    /// <summary>As the database has it now, and from here on for all.</summary>
    public Task<RegisteredClient?> ReadAnewAsync(string id, CancellationToken cancellationToken) => LoadAsync(id, entries.GetValueOrDefault(id), cancellationToken);

    public void Forget(string id) => entries.TryRemove(id, out _);

    private Task<RegisteredClient?> LoadAsync(string id, Entry? stale, CancellationToken cancellationToken)
    {
        if (entries.Count >= MaxEntries)
        {
            entries.Clear();
        }

        // Whoever puts the entry in reads for all who come meanwhile; so the reading is nobody's own and has nobody's cancellation.
        var reading = new TaskCompletionSource<RegisteredClient?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var mine = new Entry(reading.Task, time.GetUtcNow() + Lifetime);
        var isMine = stale is null ? entries.TryAdd(id, mine) : entries.TryUpdate(id, mine, stale);
        if (isMine)
        {
            _ = ReadAsync(id, mine, reading);
            return reading.Task.WaitAsync(cancellationToken);
        }

        return entries.TryGetValue(id, out var other) ? other.Client.WaitAsync(cancellationToken) : store.FindAsync(id, cancellationToken);
    }

    private async Task ReadAsync(string id, Entry mine, TaskCompletionSource<RegisteredClient?> reading)
    {
        try
        {
            var client = await store.FindAsync(id, CancellationToken.None);
            if (client is null)
            {
                entries.TryRemove(KeyValuePair.Create(id, mine));
            }

            reading.SetResult(client);
        }
#pragma warning disable CA1031 // it belongs to those who wait, and they get it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            entries.TryRemove(KeyValuePair.Create(id, mine));
            reading.SetException(exception);
        }
    }

    private sealed class Entry(Task<RegisteredClient?> client, DateTimeOffset freshUntil)
    {
        public Task<RegisteredClient?> Client { get; } = client;

        public DateTimeOffset FreshUntil { get; } = freshUntil;
    }
}
