namespace Tokgate.Server.Connections;

internal sealed partial class ConnectionHostedService
{
    [LoggerMessage(3314, LogLevel.Error, "The connections could not be read; the next look is in five seconds")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
