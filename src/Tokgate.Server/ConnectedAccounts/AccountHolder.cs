namespace Tokgate.Server.ConnectedAccounts;

/// <summary>
/// For whom a TikTok account is connected: somebody who signs in here (user and session), or somebody whom only the application knows (its own name for them). Of the application that
/// asks, or of nobody's where the person does it on their account page.
/// </summary>
internal sealed record AccountHolder(string? ClientId, string? UserId, string? SessionId, string? ExternalId);
