using Microsoft.Extensions.Options;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Keys;

/// <summary>Makes, replaces and removes signing keys. Any number of nodes may do so at once: a generation is made once.</summary>
internal sealed partial class KeyRotation(ISigningKeyStore store, SigningKeyRing ring, IOptions<KeysOptions> options, TimeProvider time, ILogger<KeyRotation> log)
{
    private KeyScheduleOptions Schedule => options.Value.Keys;

    /// <summary>What the schedule asks for: a first key at once, a successor announced in time, the gone ones deleted.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var algorithm in Enum.GetValues<SigningAlgorithm>())
        {
            var keys = await KeysAsync(algorithm, cancellationToken);
            if (keys.Count == 0)
            {
                await AddAsync(algorithm, 1, now, cancellationToken);
            }
            else if (keys[^1].ActivatesAt + Schedule.RotateEvery - Schedule.AnnounceFor <= now)
            {
                await AddAsync(algorithm, keys.Max(key => key.Generation) + 1, now + Schedule.AnnounceFor, cancellationToken);
            }
        }

        foreach (var (key, _) in (await ring.GetAsync(cancellationToken)).States.Where(pair => pair.Value == KeyState.Gone))
        {
            await store.RemoveAsync(key.Id, cancellationToken);
        }
    }

    /// <summary>Announces a successor now, whatever the schedule says. Null if another node was faster or one is announced already.</summary>
    public async Task<string?> RotateAsync(SigningAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = await KeysAsync(algorithm, cancellationToken);
        return keys.Exists(key => key.ActivatesAt > now)
            ? null
            : await AddAsync(algorithm, keys.Select(key => key.Generation).DefaultIfEmpty().Max() + 1, now + Schedule.AnnounceFor, cancellationToken);
    }

    /// <summary>
    /// For a key that leaked: what it signed is refused at once here and within <see cref="KeyScheduleOptions.RefreshEvery"/> elsewhere. A successor signs
    /// from this moment, which relying parties with a cached key set will see as an unknown key until they fetch it again.
    /// </summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = await store.ListAsync(cancellationToken);
        if (all.FirstOrDefault(key => key.Id == id) is not { } doomed)
        {
            return false;
        }

        var siblings = all.Where(key => key.Algorithm == doomed.Algorithm).ToList();
        if (Active(siblings, now) == doomed)
        {
            await AddAsync(doomed.Algorithm, siblings.Max(key => key.Generation) + 1, now, cancellationToken);
        }

        var removed = await store.RemoveAsync(id, cancellationToken);
        ring.Forget();
        LogRemoved(log, id);
        return removed;
    }

    private static StoredSigningKey? Active(List<StoredSigningKey> keys, DateTimeOffset now) =>
        keys.Where(key => key.ActivatesAt <= now).OrderBy(key => key.ActivatesAt).ThenBy(key => key.Generation).LastOrDefault();

    private async Task<List<StoredSigningKey>> KeysAsync(SigningAlgorithm algorithm, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Where(key => key.Algorithm == algorithm).OrderBy(key => key.ActivatesAt).ThenBy(key => key.Generation)];

    private async Task<string?> AddAsync(SigningAlgorithm algorithm, long generation, DateTimeOffset activatesAt, CancellationToken cancellationToken)
    {
        var key = SigningKey.Generate(RandomId.New(), algorithm, generation, time.GetUtcNow(), activatesAt, ring.Seal);
        if (!await store.TryAddAsync(key, cancellationToken))
        {
            return null;
        }

        ring.Forget();
        LogAdded(log, key.Id, algorithm, activatesAt);
        return key.Id;
    }
}
