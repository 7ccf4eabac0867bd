namespace Tokgate.Server.Dashboard.Overview;

/// <summary>Why things failed, and what to do about it.</summary>
internal sealed record FailureLine(string Words, string? Title, string? ErrorId, string? Cause, string? CauseWords, string? Advice, long Count, DateTimeOffset? LastAt, string LastId, string LogPath);
