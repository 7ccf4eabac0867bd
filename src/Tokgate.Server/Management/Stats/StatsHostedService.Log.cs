namespace Tokgate.Server.Management.Stats;

internal sealed partial class StatsHostedService
{
    [LoggerMessage(3390, LogLevel.Error, "Sign-ins could not be counted; the next try is in a minute")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
