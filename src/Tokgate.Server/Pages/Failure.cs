namespace Tokgate.Server.Pages;

/// <summary>What went wrong, by the number under which it is documented. <paramref name="Detail"/> is for the log alone and holds nothing secret.</summary>
internal sealed record Failure(string ErrorId, int Status, string? Detail = null)
{
    /// <value>TikTok's code, if it was TikTok that refused.</value>
    public string? Cause { get; init; }

    /// <value>TikTok's id of the request.</value>
    public string? LogId { get; init; }

    /// <value>Null if waiting does not mend it.</value>
    public TimeSpan? RetryAfter { get; init; }

    public static Failure BadRequest(string errorId, string? detail = null) => new(errorId, StatusCodes.Status400BadRequest, detail);
}
