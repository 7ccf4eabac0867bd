namespace Tokgate.Bench;

/// <summary>The machine's time and what was added to it.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _added;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _added, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _added));
}
