using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>A public video of the user. Every field but <see cref="Id"/> may be missing. See https://developers.tiktok.com/doc/tiktok-api-v2-video-object.</summary>
public sealed class TikTokVideo
{
    /// <summary>The id: a 64-bit number, as text. Never empty.</summary>
    public required string Id { get; init; }

    /// <summary>When it was posted. TikTok sends seconds here, and milliseconds in cursors.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Link to the cover; dies after 6 hours.</summary>
    public string? CoverImageUrl { get; init; }

    /// <summary>Link for sharing.</summary>
    public string? ShareUrl { get; init; }

    /// <summary>What the user wrote under the video; up to 150 characters by TikTok's page. Null when not given.</summary>
    public string? Description { get; init; }

    /// <summary>The length.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Up to 150 characters by TikTok's page. Null when not given.</summary>
    public string? Title { get; init; }

    /// <summary>TikTok's markup for embedding. Foreign markup: put it into no page unchecked.</summary>
    public string? EmbedHtml { get; init; }

    /// <summary>Link for embedding.</summary>
    public string? EmbedLink { get; init; }

    /// <summary>Likes.</summary>
    public long? LikeCount { get; init; }

    /// <summary>Comments.</summary>
    public long? CommentCount { get; init; }

    /// <summary>Shares.</summary>
    public long? ShareCount { get; init; }

    /// <summary>Views.</summary>
    public long? ViewCount { get; init; }

    /// <summary>Fields that this library does not know.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalFields { get; init; } = new Dictionary<string, JsonElement>();
}
