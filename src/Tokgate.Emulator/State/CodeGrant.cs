namespace Tokgate.Emulator.State;

/// <summary>An authorization code that was not yet redeemed.</summary>
internal sealed record CodeGrant(
    Authorization Authorization,
    string Scope,
    string RedirectUri,
    string? CodeChallenge,
    long ExpiresAtMilliseconds)
{
    /// <summary>The redirect URI is registered under web, where the profile's <c>web_pkce</c> says what a challenge is worth.</summary>
    public bool OnWeb { get; init; }
}
