namespace Tokgate.Server.Account;

/// <summary>
/// A TikTok account that is connected here: by which connection (null if its TikTok app belongs to none any more), and what the person granted there (null if no
/// live session knows).
/// </summary>
internal sealed record AccountConnection(string? Name, string TikTokApp, IReadOnlyList<string>? Scopes, DateTimeOffset Since);
