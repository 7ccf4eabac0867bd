using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Authorize;

/// <summary>An authorization request that passed every check.</summary>
internal sealed record AuthorizeRequest(
    TikTokApp App,
    AppPlatform Platform,
    string RedirectUri,
    IReadOnlyList<string> Scopes,
    string? State,
    string? CodeChallenge,
    bool AlwaysAsk);
