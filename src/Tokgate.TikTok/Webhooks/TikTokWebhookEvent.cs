using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// A webhook's event. Documented ones come as the derived types; any other as this type itself. Verify the signature first
/// (<see cref="TikTokWebhook.Verify"/>). Delivery is at least once and carries no id: <see cref="DeduplicationKey"/> stands in.
/// </summary>
public class TikTokWebhookEvent
{
    private protected TikTokWebhookEvent(WebhookBody body)
    {
        Name = body.Event;
        ClientKey = body.ClientKey;
        CreatedAt = body.CreatedAt;
        OpenId = body.OpenId;
        Content = body.Content;
        DeduplicationKey = body.DeduplicationKey;
    }

    /// <summary>TikTok's name of the event (<see cref="TikTokWebhookEventNames"/>).</summary>
    public string Name { get; }

    /// <summary>The app that it is for. Check that it is yours.</summary>
    public string ClientKey { get; }

    /// <summary>When it happened, to the second.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The user within this TikTok app; null when TikTok leaves it out, as in its example for portability.</summary>
    public string? OpenId { get; }

    /// <summary>The content, parsed out of the string that it travels in; null when it is no JSON object.</summary>
    public JsonElement? Content { get; }

    /// <summary>The same for each delivery of one event, different for different events: SHA-256, 64 hexadecimal digits.</summary>
    public string DeduplicationKey { get; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The raw body.</param>
    /// <returns>The event.</returns>
    /// <exception cref="FormatException">It is no event of TikTok's. The message holds nothing of it.</exception>
    public static TikTokWebhookEvent Parse(ReadOnlySpan<byte> body) =>
        TryParse(body, out var parsed)
            ? parsed
            : throw new FormatException($"{ErrorIds.WebhookMalformed}: the webhook is not a JSON object with client_key, event and create_time.");

    /// <summary>Reads a body.</summary>
    /// <param name="body">The raw body.</param>
    /// <param name="parsed">The event; null when it is none of TikTok's.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out TikTokWebhookEvent? parsed)
    {
        parsed = WebhookBody.ReadOrNull(body) is { } read ? Typed(read) : null;
        return parsed is not null;
    }

    private static TikTokWebhookEvent Typed(WebhookBody body) => body.Event switch
    {
        TikTokWebhookEventNames.AuthorizationRemoved => new TikTokAuthorizationRemovedEvent(body),
        TikTokWebhookEventNames.VideoUploadFailed or TikTokWebhookEventNames.VideoPublishCompleted => new TikTokVideoKitEvent(body),
        TikTokWebhookEventNames.PortabilityDownloadReady => new TikTokPortabilityReadyEvent(body),
        TikTokWebhookEventNames.PostPublishFailed
            or TikTokWebhookEventNames.PostPublishComplete
            or TikTokWebhookEventNames.PostPublishInboxDelivered
            or TikTokWebhookEventNames.PostPublishPubliclyAvailable
            or TikTokWebhookEventNames.PostPublishNoLongerPubliclyAvailable => new TikTokPostEvent(body),
        _ => new TikTokWebhookEvent(body),
    };
}
