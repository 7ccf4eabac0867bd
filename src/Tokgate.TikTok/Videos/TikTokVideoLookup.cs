namespace Tokgate.TikTok;

/// <summary>Videos by id.</summary>
public sealed class TikTokVideoLookup
{
    /// <summary>Those that TikTok gave.</summary>
    public required IReadOnlyList<TikTokVideo> Videos { get; init; }

    /// <summary>Ids that were asked for and did not come: not the user's, not public, or gone. TikTok leaves them out in silence.</summary>
    public required IReadOnlyList<string> MissingIds { get; init; }
}
