using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Douyin;

/// <summary>An authorization request that passed every check.</summary>
/// <param name="App">Whose.</param>
/// <param name="RedirectUri">As it came, fragment included.</param>
/// <param name="Scopes">What the person must grant.</param>
/// <param name="Optional">What they may leave out, each with whether it is ticked when the page opens.</param>
/// <param name="State">Null when none came; Douyin does not insist.</param>
internal sealed record DouyinRequest(
    TikTokApp App, string RedirectUri, IReadOnlyList<string> Scopes, IReadOnlyList<KeyValuePair<string, bool>> Optional, string? State);
