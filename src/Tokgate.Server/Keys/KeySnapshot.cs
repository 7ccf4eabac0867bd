using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Keys;

/// <summary>All keys as they were at one moment, with the key set ready to send.</summary>
internal sealed class KeySnapshot
{
    private readonly FrozenDictionary<string, SigningKey> trusted;
    private readonly SigningKey? rs256;
    private readonly SigningKey? es256;

    public KeySnapshot(IEnumerable<SigningKey> keys, DateTimeOffset now, KeyScheduleOptions schedule)
    {
        var ordered = keys.OrderBy(key => key.Stored.ActivatesAt).ThenBy(key => key.Stored.Generation).ToList();
        States = ordered.ToDictionary(key => key, key => StateOf(key, ordered, now, schedule.KeepRetired));
        trusted = ordered.Where(key => States[key] != KeyState.Gone).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        rs256 = ordered.Find(key => key.Algorithm == SigningAlgorithm.RS256 && States[key] == KeyState.Active);
        es256 = ordered.Find(key => key.Algorithm == SigningAlgorithm.ES256 && States[key] == KeyState.Active);

        // A key that is about to take over ends the snapshot's life early, so that all nodes change at the same moment.
        var change = ordered.Select(key => key.Stored.ActivatesAt).Where(instant => instant > now).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        var refresh = now + schedule.RefreshEvery;
        FreshUntil = change < refresh ? change : refresh;
        TakenAt = now;
        KeySet = Write(ordered.Where(key => States[key] != KeyState.Gone));
    }

    public IReadOnlyDictionary<SigningKey, KeyState> States { get; }

    public DateTimeOffset TakenAt { get; }

    public DateTimeOffset FreshUntil { get; }

    public PublicDocument KeySet { get; }

    public SigningKey Active(SigningAlgorithm algorithm) =>
        (algorithm == SigningAlgorithm.RS256 ? rs256 : es256) ?? throw new InvalidOperationException($"There is no active {algorithm} key.");

    /// <summary>The key with exactly this id, if what it signed is to be believed.</summary>
    public SigningKey? Find(string id) => trusted.GetValueOrDefault(id);

    private static KeyState StateOf(SigningKey key, List<SigningKey> ordered, DateTimeOffset now, TimeSpan keep)
    {
        if (key.Stored.ActivatesAt > now)
        {
            return KeyState.Announced;
        }

        var successor = ordered.Skip(ordered.IndexOf(key) + 1).FirstOrDefault(other => other.Algorithm == key.Algorithm);
        return successor is null || successor.Stored.ActivatesAt > now ? KeyState.Active
            : successor.Stored.ActivatesAt + keep > now ? KeyState.Retiring
            : KeyState.Gone;
    }

    private static PublicDocument Write(IEnumerable<SigningKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in keys)
            {
                key.WritePublic(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new PublicDocument(buffer.WrittenMemory.ToArray());
    }
}
