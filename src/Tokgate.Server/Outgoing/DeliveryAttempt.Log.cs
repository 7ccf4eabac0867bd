using System.Net;

namespace Tokgate.Server.Outgoing;

internal sealed partial class DeliveryAttempt
{
    [LoggerMessage(3502, LogLevel.Error, "Delivery {Id} could not be made or its outcome not written; it is tried again when its claim is over")]
    private static partial void LogBroken(ILogger log, string id, Exception exception);

    [LoggerMessage(3503, LogLevel.Warning, ErrorIds.DeliveryTargetRefused + ": {Kind} {Id} was not sent, because {Host} is not on the public internet with https and not in Tokgate__PrivateTargets")]
    private static partial void LogTargetRefused(ILogger log, string id, string kind, string host);

    [LoggerMessage(3504, LogLevel.Warning, ErrorIds.DeliveryRefused + ": {Host} refused {Kind} {Id} with {Status}; it is not sent again")]
    private static partial void LogRefused(ILogger log, string id, string kind, string host, int status);

    [LoggerMessage(3505, LogLevel.Warning, ErrorIds.DeliveryGivenUp + ": {Kind} {Id} was given up after {Attempts} tries at {Host}; the last ended with {Status} {Cause}")]
    private static partial void LogGivenUp(ILogger log, string id, string kind, string host, int attempts, HttpStatusCode? status, OutgoingCause? cause);
}
