namespace Tokgate.Server.Storage;

internal sealed partial class CleanUpHostedService
{
    [LoggerMessage(3201, LogLevel.Error, "Expired rows could not be deleted; the next try is in a minute")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
