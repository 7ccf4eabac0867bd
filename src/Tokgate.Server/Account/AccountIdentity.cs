namespace Tokgate.Server.Account;

/// <summary>A TikTok account that this person signs in with, as one TikTok app knows it.</summary>
internal sealed record AccountIdentity(string TikTokApp, string OpenId, DateTimeOffset Since, DateTimeOffset LastSeenAt);
