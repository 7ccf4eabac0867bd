namespace Tokgate.Emulator.State;

/// <summary>An authorization code that was not yet redeemed.</summary>
internal sealed record CodeGrant(
    Authorization Authorization,
    string Scope,
    string RedirectUri,
    string? CodeChallenge,
    long ExpiresAtMilliseconds);
