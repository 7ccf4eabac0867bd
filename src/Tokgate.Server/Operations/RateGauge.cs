using System.Collections.Concurrent;

namespace Tokgate.Server.Operations;

/// <summary>
/// One limit for any number of keys, by the generic cell rate algorithm: per key one instant, the one at which everything taken so far has flowed off. The
/// framework's partitioned limiter is not used because it has a clock of its own, keeps a partition for whatever address comes, and walks them all on a timer.
/// </summary>
internal sealed class RateGauge(RateLimit limit, TimeProvider time)
{
    public const int MaxKeys = 50_000;

    // When the table is full, strangers share these: memory stays bounded and there is still a limit.
    private const int SharedKeys = 1_024;

    private readonly ConcurrentDictionary<string, long> empties = new(StringComparer.Ordinal);
    private readonly long interval = limit.PerSecond == 0 ? 0 : TimeSpan.TicksPerSecond / limit.PerSecond;
    private readonly long start = time.GetTimestamp();
    private long keys;
    private long sweptAt;

    public long Keys => Interlocked.Read(ref keys);

    /// <summary>Null if it may go on; otherwise how long until it may.</summary>
    public TimeSpan? Take(string key)
    {
        if (interval == 0)
        {
            return null;
        }

        var now = time.GetElapsedTime(start).Ticks;
        var most = interval * limit.Burst;
        while (true)
        {
            if (!empties.TryGetValue(key, out var empty))
            {
                if (Keys >= MaxKeys && !key.StartsWith('~') && !TrySweep(now))
                {
                    key = $"~{(uint)string.GetHashCode(key, StringComparison.Ordinal) % SharedKeys}";
                }
                else if (empties.TryAdd(key, now + interval))
                {
                    Interlocked.Increment(ref keys);
                    return null;
                }

                continue;
            }

            var next = Math.Max(now, empty) + interval;
            if (next - now > most)
            {
                return TimeSpan.FromTicks(next - now - most);
            }

            if (empties.TryUpdate(key, next, empty))
            {
                return null;
            }
        }
    }

    /// <summary>How much is left of a key's limit, without taking any. Null where there is no limit.</summary>
    public RateStand? Look(string key)
    {
        if (interval == 0)
        {
            return null;
        }

        var used = empties.TryGetValue(key, out var empty) ? Math.Max(0, empty - time.GetElapsedTime(start).Ticks) : 0;
        return new RateStand(limit.Burst, (int)Math.Max(0, ((interval * limit.Burst) - used) / interval), TimeSpan.FromTicks(used));
    }

    // True if there is room now. At most once a second, since it looks at every key.
    private bool TrySweep(long now)
    {
        var last = Interlocked.Read(ref sweptAt);
        if (now - last >= TimeSpan.TicksPerSecond && Interlocked.CompareExchange(ref sweptAt, now, last) == last)
        {
            foreach (var pair in empties.Where(pair => pair.Value <= now))
            {
                if (empties.TryRemove(pair))
                {
                    Interlocked.Decrement(ref keys);
                }
            }
        }

        return Keys < MaxKeys;
    }
}
