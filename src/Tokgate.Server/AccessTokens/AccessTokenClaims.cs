namespace Tokgate.Server.AccessTokens;

/// <summary>What an access token says (RFC 9068), and by <see cref="Standing"/> what it stands on.</summary>
/// <remarks>
/// Standing is one private claim, name and value: <c>credential</c> (the secret or key that a machine bought it with) or, for users, the grant. It is looked up
/// wherever we accept the token, so that what it stood on takes it along when it falls.
/// </remarks>
internal sealed record AccessTokenClaims(string Subject, string ClientId, IReadOnlyList<string> Audience, IReadOnlyList<string> Scope, KeyValuePair<string, string> Standing)
{
    public string TokenId { get; init; } = "";

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
