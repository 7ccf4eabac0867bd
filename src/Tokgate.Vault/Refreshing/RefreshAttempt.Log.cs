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

    [LoggerMessage(6124, LogLevel.Warning, "A refresh token could not be renewed: {ErrorCode} (log_id {LogId}). It serves until its end; then the person must sign in again")]
    private static partial void LogNotRenewed(ILogger log, string? errorCode, string? logId);

    [LoggerMessage(6125, LogLevel.Error, "The renewal of a refresh token got no usable answer: the token may be dead, and the next refresh will tell")]
    private static partial void LogRenewalLost(ILogger log, Exception exception);
}
