using Tokgate.Server.AccessTokens;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Introspection;

/// <summary>What introspection tells of a token that lives, whatever its kind. Null is not told.</summary>
internal sealed record InspectedToken(string Subject, string ClientId, IReadOnlyList<string> Audience, IReadOnlyList<string> Scope, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? IssuedAt { get; init; }

    public string? TokenId { get; init; }

    /// <value>RFC 7662, 2.2 means the type of an access token; a refresh token has none.</value>
    public string? TokenType { get; init; }

    public static InspectedToken Of(AccessTokenClaims claims) => new(claims.Subject, claims.ClientId, claims.Audience, claims.Scope, claims.ExpiresAt)
    {
        IssuedAt = claims.IssuedAt,
        TokenId = claims.TokenId,
        TokenType = "Bearer",
    };

    // For nobody's API: a refresh token is meant for its client and us.
    public static InspectedToken Of(RefreshFamily family, string issuer) => new(family.Grant.UserId, family.Grant.ClientId, [issuer], family.Grant.Scopes, family.ExpiresAt);
}
