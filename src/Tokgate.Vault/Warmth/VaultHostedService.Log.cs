using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

public sealed partial class VaultHostedService
{
    [LoggerMessage(6171, LogLevel.Error, "The vault could not look for work; the next look comes")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
