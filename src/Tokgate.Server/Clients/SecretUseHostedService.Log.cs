namespace Tokgate.Server.Clients;

internal sealed partial class SecretUseHostedService
{
    [LoggerMessage(3260, LogLevel.Warning, "When a client secret was last used could not be written; its next use tries again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
