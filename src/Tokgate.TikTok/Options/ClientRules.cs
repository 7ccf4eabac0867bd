namespace Tokgate.TikTok;

/// <summary>What a client's options must be: the same for every service that is asked.</summary>
internal static class ClientRules
{
    /// <returns>The secret of options without a problem.</returns>
    /// <exception cref="TikTokConfigurationException">There is a problem; it holds them all.</exception>
    public static ClientSecret Checked(IReadOnlyList<TikTokProblem> problems, ClientSecret? secret)
    {
        TikTokConfigurationException.ThrowIfAny(problems);
        return secret ?? throw new InvalidOperationException("Validate() has let a missing secret pass.");
    }

    /// <param name="key">May be empty.</param>
    /// <param name="secret">May be missing.</param>
    /// <param name="ids">Of the two problems.</param>
    /// <param name="page">Where the app's owner finds both.</param>
    public static IEnumerable<TikTokProblem> Credentials(string key, ClientSecret? secret, (string Key, string Secret) ids, string page)
    {
        if (key.Length == 0)
        {
            yield return new TikTokProblem(ids.Key, nameof(TikTokClientOptions.ClientKey), $"The client key is missing. Take it from the app's page at {page}.");
        }

        if (secret is null)
        {
            yield return new TikTokProblem(ids.Secret, nameof(TikTokClientOptions.ClientSecret), $"The client secret is missing. Take it from the app's page at {page}.");
        }
    }

    /// <param name="problems">Those of the endpoints; null if there are none at all.</param>
    public static IEnumerable<TikTokProblem> Endpoints(IReadOnlyList<TikTokProblem>? problems) =>
        problems ?? [new TikTokProblem(ErrorIds.EndpointInvalid, nameof(TikTokClientOptions.Endpoints), "The endpoints are missing. Leave them at their default.")];

    public static IEnumerable<TikTokProblem> Limits(TimeSpan timeout, int maxResponseBytes, TikTokRetryOptions? retry)
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
