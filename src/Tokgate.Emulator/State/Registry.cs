using System.Collections.Concurrent;

namespace Tokgate.Emulator.State;

/// <summary>A small registry by name: apps, people. Capped, because the control API fills it.</summary>
internal sealed class Registry<T>(int capacity)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> entries = new(StringComparer.Ordinal);

    public IReadOnlyCollection<T> All => (IReadOnlyCollection<T>)entries.Values;

    public bool IsFull => entries.Count >= capacity;

    public int Capacity => capacity;

    public T? Find(string? name) => name is null ? null : entries.GetValueOrDefault(name);

    public bool TryAdd(string name, T entry) => entries.TryAdd(name, entry);

    public void Set(string name, T entry) => entries[name] = entry;

    public bool Remove(string name) => entries.TryRemove(name, out _);

    public void Clear() => entries.Clear();
}
