namespace Tokgate.TikTok;

/// <summary>The grant is ended. TikTok's answer is empty, so this holds nothing but the time.</summary>
public sealed class TikTokRevocation
{
    /// <summary>When the answer came, by the client's clock.</summary>
    public required DateTimeOffset RevokedAt { get; init; }
}
