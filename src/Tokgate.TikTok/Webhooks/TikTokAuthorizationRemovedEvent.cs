namespace Tokgate.TikTok;

/// <summary>The user's grant ended (<c>authorization.removed</c>); its tokens are dead. An older event must not end a newer grant: compare <see cref="TikTokWebhookEvent.CreatedAt"/>.</summary>
public sealed class TikTokAuthorizationRemovedEvent : TikTokWebhookEvent
{
    internal TikTokAuthorizationRemovedEvent(WebhookBody body)
        : base(body)
    {
        ReasonNumber = body.Content?.Int64OrNull("reason");
        Reason = ReasonNumber is >= 0 and <= (long)TikTokRemovalReason.DeveloperRevoked ? (TikTokRemovalReason)ReasonNumber : TikTokRemovalReason.Unknown;
    }

    /// <summary>Why.</summary>
    public TikTokRemovalReason Reason { get; }

    /// <summary>TikTok's number for the reason; null when it gave none.</summary>
    public long? ReasonNumber { get; }
}
