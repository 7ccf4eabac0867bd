using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class Revoker
{
    [LoggerMessage(6141, LogLevel.Warning, "The grant {GrantId} could not yet be ended at TikTok: {Cause} (log_id {LogId}); this is tried again")]
    private static partial void LogFailed(ILogger log, string grantId, AttemptCause cause, string? logId);

    [LoggerMessage(6142, LogLevel.Warning, "The grant {GrantId} could not be ended at TikTok in its time; its tokens are destroyed here")]
    private static partial void LogGivenUp(ILogger log, string grantId);
}
