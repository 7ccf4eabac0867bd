namespace Tokgate.Server.Grants;

/// <summary>A code becomes a grant that lives until <paramref name="ExpiresAt"/>, and perhaps gets a family of refresh tokens; perhaps its client wants to hear when the session ends.</summary>
internal sealed record Redemption(string GrantId, DateTimeOffset ExpiresAt, RefreshHandle? RefreshToken, DateTimeOffset RefreshTokenExpiresAt, bool IsToldOfLogout);
