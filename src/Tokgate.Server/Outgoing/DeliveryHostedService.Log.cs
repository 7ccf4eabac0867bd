namespace Tokgate.Server.Outgoing;

internal sealed partial class DeliveryHostedService
{
    [LoggerMessage(3501, LogLevel.Error, "Due deliveries could not be claimed; the next look is in a second")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
