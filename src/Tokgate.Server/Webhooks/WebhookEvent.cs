using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Webhooks;

/// <summary>Something that receivers are told, as it is stored and sent: ids and names, never a token (T-67). The body is made once, so that all tries and all receivers get the same.</summary>
internal sealed record WebhookEvent(string Id, string Type, DateTimeOffset At, string Body)
{
    private const string Prefix = "evt_";

    /// <param name="id">What the event is called where it comes from; null is any.</param>
    /// <param name="type">One of <see cref="WebhookTypes"/>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="members">Those of <c>data</c>; what is null is left out.</param>
    public static WebhookEvent New(string? id, string type, DateTimeOffset at, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("timestamp"u8, Text(at));
            json.WriteStartObject("data"u8);
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new WebhookEvent(Prefix + (id ?? RandomId.New()), type, at, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
