namespace Tokgate.TikTok;

/// <summary>Fields of a video; all need <c>video.list</c>. See https://developers.tiktok.com/doc/tiktok-api-v2-video-object.</summary>
public static class TikTokVideoFields
{
    /// <summary>The video's id.</summary>
    public const string Id = "id";

    /// <summary>Every documented field.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Id, "create_time", "cover_image_url", "share_url", "video_description", "duration", "height", "width", "title",
        "embed_html", "embed_link", "like_count", "comment_count", "share_count", "view_count",
    ];
}
