using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class RefreshAttempt
{
    [LoggerMessage(6121, LogLevel.Warning, "A refresh got no usable answer")]
    private static partial void LogNoAnswer(ILogger log, Exception exception);

    [LoggerMessage(6122, LogLevel.Warning, "The refresh of grant {GrantId} brought nothing: {Cause} (log_id {LogId})")]
    private static partial void LogClosed(ILogger log, string grantId, AttemptCause cause, string? logId);

    [LoggerMessage(6123, LogLevel.Critical, "{ErrorId}: TikTok answered the refresh of grant {GrantId} with another user's tokens (log_id {LogId}); they were discarded")]
    private static partial void LogOtherUser(ILogger log, string errorId, string grantId, string? logId);
}
