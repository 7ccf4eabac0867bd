namespace Tokgate.TikTok;

/// <summary>How to wait for a QR code. TikTok publishes neither an interval nor a lifetime.</summary>
public sealed class TikTokQrCodePolling
{
    /// <summary>The wait between two looks.</summary>
    /// <value>Default: 2 s. At least 500 ms.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that is waited in all.</summary>
    /// <value>Default: 3 minutes. At least one interval, at most an hour.</value>
    public TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(3);

    internal void ThrowIfInvalid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.FromMilliseconds(500));
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, Interval);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, TimeSpan.FromHours(1));
    }
}
