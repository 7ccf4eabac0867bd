namespace Tokgate.TikTok;

/// <summary>The app's own token. See https://developers.tiktok.com/doc/client-access-token-management. There is no refresh token: ask again.</summary>
public sealed class TikTokClientToken
{
    /// <summary>What research calls send as <c>Bearer</c>; it stands for the app, not for a user.</summary>
    public required ClientAccessToken AccessToken { get; init; }

    /// <summary>How long it lives from its receipt.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>When it dies, by the client's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How to send it; <c>Bearer</c>.</summary>
    public required string TokenType { get; init; }
}
