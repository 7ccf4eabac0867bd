namespace Tokgate.TikTok;

/// <summary>An archive is ready (<c>portability.download.ready</c>).</summary>
public sealed class TikTokPortabilityReadyEvent : TikTokWebhookEvent
{
    internal TikTokPortabilityReadyEvent(WebhookBody body)
        : base(body) => RequestId = body.Content?.Int64OrNull("request_id");

    /// <summary>The request; null when TikTok gave none.</summary>
    public long? RequestId { get; }
}
