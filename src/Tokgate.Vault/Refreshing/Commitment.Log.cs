using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class Commitment
{
    [LoggerMessage(6131, LogLevel.Error, "{ErrorId}: the new tokens of grant {GrantId} could not be written; they are tried again")]
    private static partial void LogRetried(ILogger log, Exception exception, string errorId, string grantId);

    [LoggerMessage(6132, LogLevel.Warning, "The new tokens of the ended grant {GrantId} could not be revoked at TikTok; this is tried again")]
    private static partial void LogRevokeFailed(ILogger log, Exception exception, string grantId);
}
