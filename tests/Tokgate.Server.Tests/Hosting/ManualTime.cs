namespace Tokgate.Server.Tests.Hosting;

/// <summary>A clock that moves when told. Its timers never fire: what a hosted service does by time, tests call.</summary>
public sealed class ManualTime : TimeProvider
{
    private long milliseconds = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public override long TimestampFrequency => 1000;

    public void Advance(TimeSpan by) => Interlocked.Add(ref milliseconds, (long)by.TotalMilliseconds);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref milliseconds));

    public override long GetTimestamp() => Interlocked.Read(ref milliseconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Still();

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
