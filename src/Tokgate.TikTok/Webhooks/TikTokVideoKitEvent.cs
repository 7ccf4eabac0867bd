namespace Tokgate.TikTok;

/// <summary>Video Kit: <c>video.upload.failed</c> or <c>video.publish.completed</c>.</summary>
public sealed class TikTokVideoKitEvent : TikTokWebhookEvent
{
    internal TikTokVideoKitEvent(WebhookBody body)
        : base(body) => ShareId = body.Content?.TextOrNull("share_id");

    /// <summary>The share; null when TikTok gave none.</summary>
    public string? ShareId { get; }
}
