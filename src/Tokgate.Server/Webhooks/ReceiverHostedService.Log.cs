namespace Tokgate.Server.Webhooks;

internal sealed partial class ReceiverHostedService
{
    [LoggerMessage(3321, LogLevel.Error, "The webhook receivers could not be read; the next look is in ten seconds")]
    private static partial void LogFailed(ILogger log, Exception exception);

    protected override void LogFailed(Exception exception) => LogFailed(log, exception);
}
