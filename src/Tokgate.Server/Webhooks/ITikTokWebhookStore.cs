namespace Tokgate.Server.Webhooks;

/// <summary>TikTok's webhooks: each takes effect once, however often and at however many nodes it comes.</summary>
internal interface ITikTokWebhookStore
{
    Task<bool> HasSeenAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>False if it has been received before; then nothing is written.</summary>
    Task<bool> TryReceiveAsync(ReceivedWebhook received);
}
