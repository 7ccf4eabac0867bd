namespace Tokgate.Server.Management.Stats;

/// <param name="ClientKey">The TikTok app.</param>
/// <param name="Since">When TikTok refused it first.</param>
/// <param name="LogId">TikTok's, of the refusal.</param>
internal sealed record PausedApp(string ClientKey, DateTimeOffset Since, string? LogId);
