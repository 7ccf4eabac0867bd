namespace Tokgate.TikTok;

/// <summary>How long and how large an answer may be: the same for every service that is asked.</summary>
internal static class ClientLimits
{
    public static IEnumerable<TikTokProblem> Validate(TimeSpan timeout, int maxResponseBytes, TikTokRetryOptions? retry)
    {
        if (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromMinutes(5))
        {
            yield return new TikTokProblem(
                ErrorIds.TimeoutOutOfRange, nameof(TikTokClientOptions.Timeout), "The time-out must be above zero and at most 5 minutes.");
        }

        if (maxResponseBytes is < 4 * 1024 or > 64 * 1024 * 1024)
        {
            yield return new TikTokProblem(
                ErrorIds.ResponseCapOutOfRange, nameof(TikTokClientOptions.MaxResponseBytes), "The cap on answers must be between 4 KiB and 64 MiB.");
        }

        if (retry is null)
        {
            yield return new TikTokProblem(
                ErrorIds.RetryOutOfRange, nameof(TikTokClientOptions.Retry), "The retry options are missing. Leave them at their default.");
        }

        foreach (var problem in retry?.Validate() ?? [])
        {
            yield return problem;
        }
    }
}
