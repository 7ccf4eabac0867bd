namespace Tokgate.Bench;

/// <summary>Tokens as applications without a vault keep them: in clear, and whoever finds them expired asks TikTok.</summary>
internal sealed class PlainGrant
{
    public required string Id { get; set; }

    public required string OpenId { get; set; }

    public required string AccessToken { get; set; }

    public required string RefreshToken { get; set; }

    public long ExpiresAt { get; set; }
}
