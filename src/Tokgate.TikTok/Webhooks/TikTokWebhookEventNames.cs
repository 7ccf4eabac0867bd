namespace Tokgate.TikTok;

/// <summary>Events that TikTok documents (https://developers.tiktok.com/doc/webhooks-events), spelled as on the wire.</summary>
public static class TikTokWebhookEventNames
{
    /// <summary>The user's grant ended; the access token is dead already. <see cref="TikTokAuthorizationRemovedEvent"/>.</summary>
    public const string AuthorizationRemoved = "authorization.removed";

    /// <summary>Video Kit: an upload failed. <see cref="TikTokVideoKitEvent"/>.</summary>
    public const string VideoUploadFailed = "video.upload.failed";

    /// <summary>Video Kit: a video was published. <see cref="TikTokVideoKitEvent"/>.</summary>
    public const string VideoPublishCompleted = "video.publish.completed";

    /// <summary>An archive is ready; four days to fetch it. <see cref="TikTokPortabilityReadyEvent"/>.</summary>
    public const string PortabilityDownloadReady = "portability.download.ready";

    /// <summary>Posting failed. <see cref="TikTokPostEvent"/>.</summary>
    public const string PostPublishFailed = "post.publish.failed";

    /// <summary>The user posted the draft. <see cref="TikTokPostEvent"/>.</summary>
    public const string PostPublishComplete = "post.publish.complete";

    /// <summary>The draft is in the user's inbox. <see cref="TikTokPostEvent"/>.</summary>
    public const string PostPublishInboxDelivered = "post.publish.inbox_delivered";

    /// <summary>The post is public. <see cref="TikTokPostEvent"/>.</summary>
    public const string PostPublishPubliclyAvailable = "post.publish.publicly_available";

    /// <summary>The post is public no longer. The misspelling is TikTok's. <see cref="TikTokPostEvent"/>.</summary>
    public const string PostPublishNoLongerPubliclyAvailable = "post.publish.no_longer_publicaly_available";
}
