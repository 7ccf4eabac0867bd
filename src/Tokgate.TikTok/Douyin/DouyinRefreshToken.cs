namespace Tokgate.TikTok;

/// <summary>A renewed refresh token. The one before it is dead; the access token goes on as it was.</summary>
public sealed class DouyinRefreshToken
{
    /// <summary>The new one: keep it before anything else is done.</summary>
    public required RefreshToken RefreshToken { get; init; }

    /// <summary>How long it lives from its receipt.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>When the answer came, by the client's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it dies, by the client's clock.</summary>
    public DateTimeOffset ExpiresAt => ReceivedAt + ExpiresIn;
}
