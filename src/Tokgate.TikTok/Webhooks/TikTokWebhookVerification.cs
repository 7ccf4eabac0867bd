namespace Tokgate.TikTok;

/// <summary>The outcome of checking a webhook's signature.</summary>
/// <param name="Verdict">What it says.</param>
/// <param name="SignedAt">When it was signed; null unless the signature holds (<see cref="TikTokWebhookVerdict.Valid"/> or <see cref="TikTokWebhookVerdict.Stale"/>).</param>
public readonly record struct TikTokWebhookVerification(TikTokWebhookVerdict Verdict, DateTimeOffset? SignedAt)
{
    /// <summary>Whether the webhook may be believed.</summary>
    public bool IsValid => Verdict == TikTokWebhookVerdict.Valid;
}
