using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class VaultWork
{
    [LoggerMessage(6151, LogLevel.Error, "Background work on grant {GrantId} ended with an error; it comes again")]
    private static partial void LogFailed(ILogger log, Exception exception, string grantId);

    [LoggerMessage(6152, LogLevel.Warning, "{Count} refreshes of app {ClientKey} are over this minute's budget and wait for the next")]
    private static partial void LogOverBudget(ILogger log, string clientKey, int count);
}
