namespace Tokgate.Emulator.State;

/// <summary>An authorization code that was not yet redeemed.</summary>
internal sealed record CodeGrant(
    Authorization Authorization,
    string Scope,
    string RedirectUri,
    string? CodeChallenge,
    long ExpiresAtMilliseconds)
{
    /// <summary>
    /// TikTok documents no PKCE for the web, and clients in wide use send RFC 7636's base64url there and are let in. So there either
    /// spelling of the right verifier passes; under the other platforms only TikTok's hexadecimal does.
    /// </summary>
    public bool MayBeBase64Url { get; init; }
}
