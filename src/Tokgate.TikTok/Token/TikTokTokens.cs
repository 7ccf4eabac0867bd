using System.Text.Json;

namespace Tokgate.TikTok;

/// <summary>
/// What an exchange or a refresh gave. See https://developers.tiktok.com/doc/oauth-user-access-token-management. Keep all of it before
/// using any of it: the refresh token that was sent may be dead already.
/// </summary>
public sealed class TikTokTokens
{
    /// <summary>What calls on behalf of the user send as <c>Bearer</c>, until <see cref="ExpiresAt"/>.</summary>
    public required AccessToken AccessToken { get; init; }

    /// <summary>The refresh token. Null when TikTok sent none: keep the one you have.</summary>
    public RefreshToken? RefreshToken { get; init; }

    /// <summary>How long the access token lives from its receipt. TikTok's pages say both 2 and 24 hours: never assume one.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>How long the refresh token lives from its receipt; null when TikTok did not say.</summary>
    public TimeSpan? RefreshExpiresIn { get; init; }

    /// <summary>When the answer came, by the client's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the access token dies, by the client's clock; refresh some time before.</summary>
    public DateTimeOffset ExpiresAt => Deadline(ExpiresIn);

    /// <summary>When the refresh token dies and the user must sign in again; null when TikTok did not say.</summary>
    public DateTimeOffset? RefreshExpiresAt => RefreshExpiresIn is { } lifetime ? Deadline(lifetime) : null;

    /// <summary>The user within this TikTok app (<c>open_id</c>). Opaque; never empty.</summary>
    public required string OpenId { get; init; }

    /// <summary>What was granted, which may be less than was asked. Empty when TikTok did not say.</summary>
    public required TikTokScopes Scopes { get; init; }

    /// <summary>How to send the access token; <c>Bearer</c>.</summary>
    public required string TokenType { get; init; }

    /// <summary>Members that this library does not know. Whatever looks like a secret is left out.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalFields { get; init; } = new Dictionary<string, JsonElement>();

    private DateTimeOffset Deadline(TimeSpan lifetime) =>
        lifetime < DateTimeOffset.MaxValue - ReceivedAt ? ReceivedAt + lifetime : DateTimeOffset.MaxValue;
}
