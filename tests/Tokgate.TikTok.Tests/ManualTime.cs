namespace Tokgate.TikTok.Tests;

/// <summary>
/// A clock that stands still. Timers whose wait <paramref name="firesAtOnce"/> accepts move it on by that wait and fire. The time-out of a
/// request never comes otherwise, and any other wait was not planned.
/// </summary>
internal sealed class ManualTime(Predicate<TimeSpan>? firesAtOnce = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = The.Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The waits that were skipped, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && firesAtOnce?.Invoke(dueTime) == true)
        {
            lock (_gate)
            {
                _now += dueTime;
                _waits.Add(dueTime);
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        else if (dueTime != Timeout.InfiniteTimeSpan && dueTime != The.Options().Timeout)
        {
            throw new InvalidOperationException($"A wait of {dueTime} that the test did not plan.");
        }

        return new SilentTimer();
    }

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
