namespace Tokgate.TikTok;

/// <summary>What became of a post (<c>post.publish.…</c>).</summary>
public sealed class TikTokPostEvent : TikTokWebhookEvent
{
    internal TikTokPostEvent(WebhookBody body)
        : base(body)
    {
        PublishId = body.Content?.TextOrNull("publish_id");
        PublishType = body.Content?.TextOrNull("publish_type");
        PostId = body.Content?.TextOrNull("post_id");
        FailureReason = body.Content?.TextOrNull("reason");
    }

    /// <summary>What the posting call returned; null when TikTok gave none.</summary>
    public string? PublishId { get; }

    /// <summary>How it was posted; null when TikTok did not say.</summary>
    public string? PublishType { get; }

    /// <summary>The public post; null unless it is or was public.</summary>
    public string? PostId { get; }

    /// <summary>TikTok's word for why posting failed; null when it did not.</summary>
    public string? FailureReason { get; }
}
