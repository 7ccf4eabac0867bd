using System.Text;
using System.Text.Json;
using Tokgate.Emulator.Webhooks;

namespace Tokgate.Emulator.Control;

/// <summary>A webhook delivery as the control API shows it.</summary>
internal static class WebhookJson
{
    public static void Write(Utf8JsonWriter json, WebhookDelivery delivery)
    {
        var progress = delivery.Progress;
        json.WriteStartObject();
        json.WriteString("id"u8, delivery.Id);
        json.WriteString("client_key"u8, delivery.ClientKey);
        json.WriteString("event"u8, delivery.Event);
        json.WriteString("user_openid"u8, delivery.OpenId);
        json.WriteNumber("reason"u8, delivery.Reason);
        json.WriteString("created_at"u8, delivery.CreatedAt);
        json.WriteString("body"u8, Encoding.UTF8.GetString(delivery.Body));
        json.WriteString("state"u8, progress.State);
        json.WriteNumber("attempts"u8, progress.Attempts);
        if (progress.LastStatus is { } status)
        {
            json.WriteNumber("last_status"u8, status);
        }
        else
        {
            json.WriteNull("last_status"u8);
        }

        json.WriteString("last_failure"u8, progress.LastFailure);
        if (progress.NextAttempt is { } next)
        {
            json.WriteString("next_attempt"u8, next);
        }
        else
        {
            json.WriteNull("next_attempt"u8);
        }

        json.WriteEndObject();
    }
}
