namespace Tokgate.Server.Management.Stats;

/// <summary>What failed for one cause: how often, and the last time.</summary>
/// <param name="Event">Of <see cref="Audit.AuditNames"/>.</param>
/// <param name="ErrorId">Of ours, if it has one.</param>
/// <param name="Cause">TikTok's code or ours.</param>
/// <param name="Count">How often.</param>
/// <param name="LastAt">When last.</param>
/// <param name="LastId">The last of these events.</param>
internal sealed record FailureCount(string Event, string? ErrorId, string? Cause, long Count, DateTimeOffset LastAt, long LastId);
