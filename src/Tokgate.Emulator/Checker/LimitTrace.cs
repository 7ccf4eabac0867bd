namespace Tokgate.Emulator.Checker;

/// <summary>The latest refusal because of too many calls.</summary>
internal sealed record LimitTrace(long Answered, DateTimeOffset At, int Repeats)
{
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(1);

    /// <summary>It was sent after the refusal was known, and almost at once. Calls that were under way together ignore nothing.</summary>
    public bool IsIgnoredBy(Sighting sighting) => sighting.Exchange.Arrived > Answered && sighting.Now - At < TooSoon;
}
