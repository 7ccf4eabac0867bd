namespace Tokgate.Server.Operations;

/// <summary>So many a second for ever, and so many at once after a pause.</summary>
internal sealed class RateLimit
{
    private const int Most = 1_000_000;

    /// <value>Zero is no limit.</value>
    public int PerSecond { get; set; }

    public int Burst { get; set; }

    public bool IsValid => PerSecond == 0 || (PerSecond is > 0 and <= Most && Burst is > 0 and <= Most);
}
