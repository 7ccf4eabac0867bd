namespace Tokgate.TikTok;

/// <summary>One page of the user's videos, newest first.</summary>
public sealed class TikTokVideoPage
{
    /// <summary>The videos; may be empty even when there is more.</summary>
    public required IReadOnlyList<TikTokVideo> Videos { get; init; }

    /// <summary>What to give as <c>before</c> for the next page; null on the last.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Whether there is a next page.</summary>
    public bool HasMore => Next is not null;
}
