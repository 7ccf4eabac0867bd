namespace Tokgate.Emulator.State;

/// <summary>A public video of a person.</summary>
internal sealed record TikTokVideo
{
    public required string Id { get; init; }

    /// <summary>Unix seconds; the cursor of the list is in milliseconds.</summary>
    public required long CreateTime { get; init; }

    public string Title { get; init; } = "";

    public string VideoDescription { get; init; } = "";

    public int Duration { get; init; } = 15;

    public int Height { get; init; } = 1024;

    public int Width { get; init; } = 576;

    public int LikeCount { get; init; }

    public int CommentCount { get; init; }

    public int ShareCount { get; init; }

    public long ViewCount { get; init; }

    /// <summary>Null = the emulator draws one.</summary>
    public string? CoverImageUrl { get; init; }
}
