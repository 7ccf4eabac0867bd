namespace Tokgate.Server.ConnectedAccounts;

/// <summary>
/// A TikTok account on its way to somebody. Nothing is connected before whoever began it says that it is done, with what only they have; whatever is shown to the browser meanwhile
/// is good for one step, once.
/// </summary>
internal sealed record AccountLink
{
    public required string Id { get; init; }

    public required AccountHolder Holder { get; init; }

    public required string Connection { get; init; }

    /// <summary>TikTok scopes beside the connection's own, space-separated.</summary>
    public required string FurtherScopes { get; init; }

    /// <value>The account that must come back, for somebody who is asked for more scopes; null is any.</value>
    public string? OpenId { get; init; }

    /// <value>Where the browser goes in the end; null is our account page.</value>
    public string? RedirectUri { get; init; }

    public string? State { get; init; }

    /// <value>S256; null only on our account page.</value>
    public string? CodeChallenge { get; init; }

    /// <value>Of the cookie of the browser that took the link up; null as long as none did.</value>
    public byte[]? BrowserHash { get; init; }

    /// <summary>What it was sent to TikTok with; null before.</summary>
    public LinkDeparture? Departure { get; init; }

    /// <summary>What TikTok gave, sealed; null before it did.</summary>
    public byte[]? SealedResult { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
