using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>Makes videos of <c>data.videos</c>, and pages of them.</summary>
internal static class VideoReading
{
    private static readonly HashSet<string> s_known = new(TikTokVideoFields.All, StringComparer.Ordinal);
    private static readonly long s_latestSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    private static readonly long s_latestMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a page. The cursor must move back in time, or a faulty answer would be paged through for ever.</summary>
    public static TikTokVideoPage Page(Answer answer, DateTimeOffset? before)
    {
        var data = Data(answer);
        var videos = Videos(answer, data);
        if (data.BooleanOrNull("has_more") is not true)
        {
            return new TikTokVideoPage { Videos = videos };
        }

        if (data.Int64OrNull("cursor") is not { } milliseconds || milliseconds <= 0 || milliseconds > s_latestMillisecond)
        {
            throw answer.Lacks("data.cursor");
        }

        var next = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return next < before || before is null
            ? new TikTokVideoPage { Videos = videos, Next = next }
            : throw answer.Lacks("data.cursor");
    }

    public static TikTokVideoLookup Lookup(Answer answer, string[] ids)
    {
        var videos = Videos(answer, Data(answer));
        return new TikTokVideoLookup { Videos = videos, MissingIds = [.. ids.Except(videos.Select(static video => video.Id), StringComparer.Ordinal)] };
    }

    private static JsonElement Data(Answer answer) => answer.Root.ObjectOrNull("data") ?? throw answer.Lacks("data");

    private static TikTokVideo[] Videos(Answer answer, JsonElement data)
    {
        if (data.IsAbsent("videos"))
        {
            return [];
        }

        var list = data.GetProperty("videos");
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(video => Video(answer, video))]
            : throw answer.Lacks("data.videos");
    }

    private static TikTokVideo Video(Answer answer, JsonElement video)
    {
        if (video.ValueKind != JsonValueKind.Object || video.TextOrNull(TikTokVideoFields.Id) is not { Length: > 0 } id)
        {
            throw answer.Lacks("data.videos.id");
        }

        return new TikTokVideo
        {
            Id = id,
            CreatedAt = video.Int64OrNull("create_time") is { } seconds && seconds >= 0 && seconds <= s_latestSecond
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            CoverImageUrl = video.StringOrNull("cover_image_url"),
            ShareUrl = video.StringOrNull("share_url"),
            Description = video.StringOrNull("video_description"),
            Duration = video.Int32OrNull("duration") is { } duration ? TimeSpan.FromSeconds(duration) : null,
            Height = video.Int32OrNull("height"),
            Width = video.Int32OrNull("width"),
            Title = video.StringOrNull("title"),
            EmbedHtml = video.StringOrNull("embed_html"),
            EmbedLink = video.StringOrNull("embed_link"),
            LikeCount = video.Int64OrNull("like_count"),
            CommentCount = video.Int64OrNull("comment_count"),
            ShareCount = video.Int64OrNull("share_count"),
            ViewCount = video.Int64OrNull("view_count"),
            AdditionalFields = video.Unknown(s_known),
        };
    }
}
