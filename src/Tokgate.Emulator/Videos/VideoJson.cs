using System.Collections.Frozen;
using System.Text.Json;
using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Videos;

/// <summary>The video object on the wire: exactly the fields that were asked for.</summary>
internal static class VideoJson
{
    public static readonly FrozenSet<string> Fields = FrozenSet.Create(
        StringComparer.Ordinal,
        "id",
        "create_time",
        "cover_image_url",
        "share_url",
        "video_description",
        "duration",
        "height",
        "width",
        "title",
        "embed_html",
        "embed_link",
        "like_count",
        "comment_count",
        "share_count",
        "view_count");

    public static void Write(Utf8JsonWriter json, IEnumerable<TikTokVideo> videos, string[] fields, Uri baseAddress)
    {
        json.WriteStartArray("videos"u8);
        foreach (var video in videos)
        {
            json.WriteStartObject();
            foreach (var field in fields)
            {
                WriteField(json, field, video, baseAddress);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, string field, TikTokVideo video, Uri baseAddress)
    {
        if (Number(field, video) is { } number)
        {
            json.WriteNumber(field, number);
            return;
        }

        var page = Media.MediaEndpoint.VideoAddress(baseAddress, video.Id);
        json.WriteString(field, field switch
        {
            "id" => video.Id,
            "title" => video.Title,
            "video_description" => video.VideoDescription,
            "cover_image_url" => video.CoverImageUrl ?? Media.MediaEndpoint.CoverAddress(baseAddress, video.Id),
            "share_url" or "embed_link" => page,
            "embed_html" => $"<iframe src=\"{page}\" width=\"{video.Width}\" height=\"{video.Height}\"></iframe>",
            _ => throw new InvalidOperationException($"{field} is in the table of fields, but has no value here."),
        });
    }

    private static long? Number(string field, TikTokVideo video) => field switch
    {
        "create_time" => video.CreateTime,
        "duration" => video.Duration,
        "height" => video.Height,
        "width" => video.Width,
        "like_count" => video.LikeCount,
        "comment_count" => video.CommentCount,
        "share_count" => video.ShareCount,
        "view_count" => video.ViewCount,
        _ => null,
    };
}
