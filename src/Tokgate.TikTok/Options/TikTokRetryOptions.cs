namespace Tokgate.TikTok;

/// <summary>
/// How often calls that only read (user, videos) are tried again after HTTP 429, 5xx, a time-out or a broken connection.
/// Exchange, refresh, revoke and QR polls never are: they spend what they send.
/// </summary>
public sealed class TikTokRetryOptions
{
    /// <summary>Tries in all, the first among them; 1 switches retries off.</summary>
    /// <value>Default: 3. Between 1 and 10.</value>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The wait before the second try; it doubles from try to try, with jitter.</summary>
    /// <value>Default: 500 ms.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait. When TikTok's <c>Retry-After</c> asks for more, the failure is given back at once instead.</summary>
    /// <value>Default: 10 s. At most 5 minutes.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(10);

    internal IEnumerable<TikTokProblem> Validate()
    {
        if (MaxAttempts is < 1 or > 10)
        {
            yield return Problem(nameof(MaxAttempts), "must be between 1 and 10");
        }

        if (MaxDelay <= TimeSpan.Zero || MaxDelay > TimeSpan.FromMinutes(5))
        {
            yield return Problem(nameof(MaxDelay), "must be above zero and at most 5 minutes");
        }

        if (BaseDelay <= TimeSpan.Zero || BaseDelay > MaxDelay)
        {
            yield return Problem(nameof(BaseDelay), "must be above zero and at most MaxDelay");
        }
    }

    private static TikTokProblem Problem(string option, string rule) =>
        new(ErrorIds.RetryOutOfRange, $"{nameof(TikTokClientOptions.Retry)}.{option}", $"The value {rule}.");
}
