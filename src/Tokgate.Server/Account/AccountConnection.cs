namespace Tokgate.Server.Account;

/// <summary>
/// A TikTok account that is connected here: by which connection (null if its TikTok app belongs to none any more), and what the person granted there (null if nobody
/// knows: nothing is kept of it, and no live session says).
/// </summary>
internal sealed record AccountConnection(string? Name, string TikTokApp, IReadOnlyList<string>? Scopes, DateTimeOffset Since)
{
    /// <value>What the vault keeps of it; null is nothing.</value>
    public AccountGrant? Grant { get; init; }

    /// <value>Whose account it is, where it is not the one that is signed in with; null for that.</value>
    public string? Connected { get; init; }
}
