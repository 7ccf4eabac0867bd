using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class Refresher
{
    [LoggerMessage(6111, LogLevel.Error, "The refresh of grant {GrantId} ended with an error")]
    private static partial void LogFailed(ILogger log, Exception exception, string grantId);
}
