using System.Net;

namespace Tokgate.TikTok;

/// <summary>An HTTP answer, read to its end and not yet understood.</summary>
internal sealed class WireReply
{
    public required TikTokEndpoint Endpoint { get; init; }

    public required HttpStatusCode Status { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required byte[] Body { get; init; }

    public string? HeaderLogId
    {
        get;
        init => field = SafeText.Clean(value, 100);
    }

    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccessStatus => (int)Status is >= 200 and < 300;

    public TikTokProtocolException UnreadableBody(string? logId = null) => new(
        IsSuccessStatus ? TikTokProtocolFailure.Body : TikTokProtocolFailure.Status, Endpoint, (int)Status, logId ?? HeaderLogId, null, RetryAfter);

    public TikTokProtocolException UnreadableField(string field, string? logId) =>
        new(TikTokProtocolFailure.Field, Endpoint, (int)Status, logId ?? HeaderLogId, field, RetryAfter);
}
