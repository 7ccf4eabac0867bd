namespace Tokgate.Emulator.State;

/// <summary>
/// The emulator's time: the host's, plus what was added by hand. Waiting here ends early when the time is moved, which a timer of the
/// underlying provider would not notice.
/// </summary>
internal sealed class EmulatorClock(TimeProvider inner)
{
    private readonly Lock gate = new();
    private long addedTicks;
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DateTimeOffset Now => inner.GetUtcNow().AddTicks(Interlocked.Read(ref addedTicks));

    public TimeSpan Added => TimeSpan.FromTicks(Interlocked.Read(ref addedTicks));

    public void Advance(TimeSpan by)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            Interlocked.Add(ref addedTicks, by.Ticks);
            waiting = moved;
            moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    public void Reset() => Advance(-Added);

    public async Task WaitUntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task movedOn;
            lock (gate)
            {
                movedOn = moved.Task;
            }

            var left = due - Now;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // A timer takes at most about 49 days.
            var wait = left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(Task.Delay(wait, inner, stop.Token), movedOn);
            cancellationToken.ThrowIfCancellationRequested();
            await stop.CancelAsync();
        }
    }
}
