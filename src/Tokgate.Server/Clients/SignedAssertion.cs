using Tokgate.Server.Keys;

namespace Tokgate.Server.Clients;

/// <summary>A client assertion (RFC 7523, with the audience rule of its successor: exactly the issuer, as one string), taken apart and not yet verified.</summary>
internal sealed class SignedAssertion
{
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private readonly SignedToken token;

    private SignedAssertion(SignedToken token, string clientId, string tokenId, DateTimeOffset expiresAt)
    {
        this.token = token;
        ClientId = clientId;
        TokenId = tokenId;
        ExpiresAt = expiresAt;
    }

    public string ClientId { get; }

    public string TokenId { get; }

    public DateTimeOffset ExpiresAt { get; }

    public static SignedAssertion? Parse(string? compact)
    {
        if (SignedToken.Parse(compact) is not { } token || (token.Type is { } type && !IsAssertionType(type)))
        {
            return null;
        }

        var payload = token.Payload;
        return payload.Text("iss") is { Length: > 0 } clientId && string.Equals(payload.Text("sub"), clientId, StringComparison.Ordinal)
            && payload.Text("jti") is { Length: > 0 and <= 256 } tokenId && payload.Instant("exp") is { } expiresAt
            ? new SignedAssertion(token, clientId, tokenId, expiresAt)
            : null;
    }

    /// <summary>The key that it was signed with, if all but its single use is right.</summary>
    public async ValueTask<ClientKey?> VerifyAsync(IReadOnlyList<ClientKey> keys, string issuer, DateTimeOffset now)
    {
        if (!string.Equals(token.Payload.Text("aud"), issuer, StringComparison.Ordinal) || !IsInTime(now) || KeyFor(keys) is not { } key)
        {
            return null;
        }

        return await JoseDoor.VerifyAsync(token, key.SecurityKey, key.Algorithm) ? key : null;
    }

    // An access token or ID token is no assertion, whoever signed it.
    private static bool IsAssertionType(string type) =>
        type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("client-authentication+jwt", StringComparison.OrdinalIgnoreCase);

    private ClientKey? KeyFor(IReadOnlyList<ClientKey> keys) =>
        token.KeyId is null ? (keys.Count == 1 ? keys[0] : null) : keys.FirstOrDefault(key => string.Equals(key.KeyId, token.KeyId, StringComparison.Ordinal));

    private bool IsInTime(DateTimeOffset now) =>
        now < ExpiresAt && ExpiresAt <= now + MaxLifetime + Skew && IsNotAhead("nbf", now) && IsNotAhead("iat", now);

    private bool IsNotAhead(string name, DateTimeOffset now) =>
        !token.Payload.TryGetProperty(name, out _) || (token.Payload.Instant(name) is { } instant && instant <= now + Skew);
}
