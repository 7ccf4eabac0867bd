namespace Tokgate.Vault;

/// <summary>The latest attempt at TikTok, or the event that ended the grant.</summary>
/// <param name="Id">Random; names the attempt in logs and events.</param>
/// <param name="At">When it began.</param>
/// <param name="Cause">How it ended.</param>
/// <param name="LogId">TikTok's id of the request, for its support; null when there was none.</param>
public sealed record GrantAttempt(string Id, DateTimeOffset At, AttemptCause Cause, string? LogId);
