using Tokgate.Server.Connections;
using Tokgate.TikTok;

namespace Tokgate.Server.Webhooks;

/// <summary>
/// Whether a body is TikTok's (T-66). The client key in it, unproved as yet, only says which secrets to try; what is signed is the raw bytes. Most events must be fresh. A removal
/// is honoured for as long as TikTok tries to deliver it, because TikTok does not say whether it signs a retry anew.
/// </summary>
internal sealed class TikTokWebhookGate(TimeProvider time)
{
    /// <summary>How long TikTok tries to deliver, and how long a removal counts.</summary>
    public static readonly TimeSpan RemovalLifetime = TimeSpan.FromHours(72);

    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    public (TikTokWebhookEvent? Event, WebhookRefusal? Refusal) Check(Connection connection, ReadOnlySpan<byte> body, string? signature)
    {
        if (!TikTokWebhookEvent.TryParse(body, out var told))
        {
            return (null, new WebhookRefusal(StatusCodes.Status400BadRequest, "malformed"));
        }

        if (connection.Find(told.ClientKey) is not { } app)
        {
            return (null, new WebhookRefusal(StatusCodes.Status401Unauthorized, "unknown_app"));
        }

        var verdict = Verify(app, body, signature, told is TikTokAuthorizationRemovedEvent ? RemovalLifetime + ClockDifference : ClockDifference);
        if (verdict != TikTokWebhookVerdict.Valid)
        {
            return (null, new WebhookRefusal(StatusCodes.Status401Unauthorized, verdict switch
            {
                TikTokWebhookVerdict.Missing => "signature_missing",
                TikTokWebhookVerdict.Malformed => "signature_malformed",
                TikTokWebhookVerdict.Stale => "signature_stale",
                _ => "signature_wrong",
            }));
        }

        // Signed anew it is fresh again; what it tells of does not get younger by that.
        var age = time.GetUtcNow() - told.CreatedAt;
        return age > RemovalLifetime + ClockDifference || -age > ClockDifference ? (null, new WebhookRefusal(StatusCodes.Status401Unauthorized, "event_stale")) : (told, null);
    }

    // All of them, whichever holds: how long it takes says nothing about which.
    private TikTokWebhookVerdict Verify(TikTokApp app, ReadOnlySpan<byte> body, string? signature, TimeSpan tolerance)
    {
        var best = TikTokWebhookVerdict.Missing;
        foreach (var secret in app.WebhookSecrets)
        {
            var verdict = TikTokWebhook.Verify(body, signature, secret, time, tolerance).Verdict;
            best = verdict > best ? verdict : best;
        }

        return best;
    }
}
