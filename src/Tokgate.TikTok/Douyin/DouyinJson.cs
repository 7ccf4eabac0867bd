using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>A body of texts, written without reflection.</summary>
internal static class DouyinJson
{
    public static HttpContent Of(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        var content = new ByteArrayContent(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
