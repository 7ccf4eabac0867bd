using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Tokgate.Emulator.State;

/// <summary>
/// A concurrent map that remembers the latest <paramref name="capacity"/> additions and forgets older ones, so that nothing a caller does
/// makes the emulator grow without end. Removal is atomic: of many callers, one gets the value.
/// </summary>
internal sealed class BoundedMap<TValue>(int capacity)
    where TValue : class
{
    private readonly ConcurrentDictionary<string, TValue> entries = new(StringComparer.Ordinal);
    private readonly string?[] slots = new string?[capacity];
    private long next = -1;

    public IEnumerable<KeyValuePair<string, TValue>> Entries => entries;

    public int Count => entries.Count;

    public void Add(string key, TValue value)
    {
        // A key that is there keeps its place: a second one would make the first, once it is reused, forget what is in use.
        if (!entries.TryAdd(key, value))
        {
            entries[key] = value;
            return;
        }

        var slot = (int)((ulong)Interlocked.Increment(ref next) % (ulong)slots.Length);
        if (Interlocked.Exchange(ref slots[slot], key) is { } oldest)
        {
            entries.TryRemove(oldest, out _);
        }
    }

    /// <summary>Changes an entry that is there; keeps its age.</summary>
    public void Replace(string key, TValue value)
    {
        if (entries.TryGetValue(key, out var old))
        {
            entries.TryUpdate(key, value, old);
        }
    }

    public TValue? Find(string key) => entries.GetValueOrDefault(key);

    public bool TryTake(string key, [NotNullWhen(true)] out TValue? value) => entries.TryRemove(key, out value);

    public void Remove(string key) => entries.TryRemove(key, out _);

    public void RemoveWhere(Func<TValue, bool> condition)
    {
        foreach (var (key, value) in entries)
        {
            if (condition(value))
            {
                entries.TryRemove(key, out _);
            }
        }
    }

    public void Clear()
    {
        entries.Clear();
        Array.Clear(slots);
    }
}
