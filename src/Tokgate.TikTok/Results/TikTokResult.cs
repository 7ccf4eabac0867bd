namespace Tokgate.TikTok;

/// <summary>Makes results, for those who stand in for TikTok.</summary>
public static class TikTokResult
{
    /// <summary>TikTok did it.</summary>
    /// <typeparam name="T">What it gave.</typeparam>
    /// <param name="value">What it gave.</param>
    /// <param name="logId">TikTok's id of the request; null when there was none.</param>
    /// <returns>A success.</returns>
    public static TikTokResult<T> Success<T>(T value, string? logId = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return new TikTokResult<T>(value, null, logId);
    }

    /// <summary>TikTok refused.</summary>
    /// <typeparam name="T">What was asked for.</typeparam>
    /// <param name="error">Why.</param>
    /// <returns>A refusal.</returns>
    public static TikTokResult<T> Failure<T>(TikTokError error)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(error);
        return new TikTokResult<T>(null, error, error.LogId);
    }
}
