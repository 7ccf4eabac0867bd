namespace Tokgate.Server.Keys;

internal sealed partial class KeyScheduleHostedService
{
    [LoggerMessage(3104, LogLevel.Error, "The signing keys could not be rotated; the next try is in a quarter of an hour")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
