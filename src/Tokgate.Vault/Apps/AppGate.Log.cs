using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class AppGate
{
    [LoggerMessage(6101, LogLevel.Error, "{ErrorId}: TikTok refused client key or secret of app {ClientKey} (log_id {LogId}); its grants are untouched and wait")]
    private static partial void LogPaused(ILogger log, string errorId, string clientKey, string? logId);

    [LoggerMessage(6102, LogLevel.Information, "TikTok accepts app {ClientKey} again")]
    private static partial void LogResumed(ILogger log, string clientKey);
}
