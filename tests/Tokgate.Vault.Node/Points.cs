namespace Tokgate.Vault.Node;

/// <summary>Stops whoever comes to the point that is held, for ever: what follows is the kill.</summary>
internal sealed class Points(Action<string> say)
{
    private int _held = -1;

    private int _passing;

    /// <param name="point">Where.</param>
    /// <param name="passing">How many get past it before.</param>
    public void Hold(Point point, int passing)
    {
        _passing = passing;
        Volatile.Write(ref _held, (int)point);
    }

    public Task PassAsync(Point? point)
    {
        if (point is null || (int)point != Volatile.Read(ref _held) || Interlocked.Decrement(ref _passing) >= 0)
        {
            return Task.CompletedTask;
        }

        say($"at {point}");
        return new TaskCompletionSource().Task;
    }
}
