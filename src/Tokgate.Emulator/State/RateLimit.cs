using System.Collections.Concurrent;

namespace Tokgate.Emulator.State;

/// <summary>A sliding window per app and endpoint, a minute unless another is given. A call that is refused does not count.</summary>
internal sealed class RateLimit(TimeSpan? window = null)
{
    private readonly TimeSpan window = window ?? TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string ClientKey, string Path), Queue<DateTimeOffset>> calls = new();

    public bool Allows(string clientKey, string path, int most, DateTimeOffset now)
    {
        var recent = calls.GetOrAdd((clientKey, path), static _ => new Queue<DateTimeOffset>());
        lock (recent)
        {
            while (recent.TryPeek(out var oldest) && oldest <= now - window)
            {
                recent.Dequeue();
            }

            if (recent.Count >= most)
            {
                return false;
            }

            recent.Enqueue(now);
            return true;
        }
    }

    public void Clear() => calls.Clear();
}
