using System.Collections.Concurrent;

namespace Tokgate.Vault;

/// <summary>Remembers who was asked for until the next sweep writes it; a read itself writes nothing. A process that dies forgets a few seconds of it.</summary>
internal sealed class UsageLog(IWarmStore store, VaultOptions options, TimeProvider time)
{
    private const int MostAtOnce = 500;

    // Without background work nobody empties it.
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);

    public void Note(Grant grant)
    {
        if (time.GetUtcNow() - grant.LastUsedAt >= options.UsageResolution && _used.Count < Most)
        {
            _used.TryAdd(grant.Id, true);
        }
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var ids in _used.Keys.Chunk(MostAtOnce))
        {
            await store.TouchAsync(ids, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            Array.ForEach(ids, id => _used.TryRemove(id, out _));
        }
    }
}
