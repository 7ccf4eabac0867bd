namespace Tokgate.Server.Grants;

/// <summary>A code becomes a grant that lives until <paramref name="ExpiresAt"/>, and perhaps gets a family of refresh tokens.</summary>
internal sealed record Redemption(string GrantId, DateTimeOffset ExpiresAt, RefreshHandle? RefreshToken, DateTimeOffset RefreshTokenExpiresAt);
