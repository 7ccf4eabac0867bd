using System.Collections.Concurrent;

namespace Tokgate.Emulator.State;

/// <summary>A sliding minute per app and endpoint. A call that is refused does not count.</summary>
internal sealed class RateLimit
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string ClientKey, string Path), Queue<DateTimeOffset>> calls = new();

    public bool Allows(string clientKey, string path, int perMinute, DateTimeOffset now)
    {
        var recent = calls.GetOrAdd((clientKey, path), static _ => new Queue<DateTimeOffset>());
        lock (recent)
        {
            while (recent.TryPeek(out var oldest) && oldest <= now - Window)
            {
                recent.Dequeue();
            }

            if (recent.Count >= perMinute)
            {
                return false;
            }

            recent.Enqueue(now);
            return true;
        }
    }

    public void Clear() => calls.Clear();
}
