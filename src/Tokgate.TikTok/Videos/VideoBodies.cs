using System.Buffers;
using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>Writes the JSON that the video endpoints take.</summary>
internal static class VideoBodies
{
    /// <summary>The cursor is in milliseconds. It is left out on the first page: TikTok reads 0 as 1970 and finds nothing before it.</summary>
    public static byte[] List(DateTimeOffset? before, int? maxCount) => Write(writer =>
    {
        if (before is { } cursor)
        {
            writer.WriteNumber("cursor"u8, cursor.ToUnixTimeMilliseconds());
        }

        if (maxCount is { } count)
        {
            writer.WriteNumber("max_count"u8, count);
        }
    });

    public static byte[] Query(string[] ids) => Write(writer =>
    {
        writer.WriteStartObject("filters"u8);
        writer.WriteStartArray("video_ids"u8);
        foreach (var id in ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
