namespace Tokgate.Server.ConnectedAccounts;

/// <summary>What a browser was sent to TikTok with.</summary>
internal sealed record LinkDeparture(string TikTokApp, string Callback, string AskedScopes, byte[]? SealedVerifier);
