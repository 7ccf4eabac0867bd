namespace Tokgate.Server.Management.People;

/// <summary>A TikTok account as one TikTok app knows it.</summary>
internal sealed record PersonIdentity(string TikTokApp, string OpenId, string? UnionId, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);
