using System.Net;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Webhooks;

internal sealed partial class WebhookDeliveryKind
{
    [LoggerMessage(3322, LogLevel.Error, ErrorIds.WebhookReceiverDisabled + ": webhook receiver {Receiver} at {Host} was disabled; the last try ended with {Status} {Cause}")]
    private static partial void LogDisabled(ILogger log, string receiver, string host, HttpStatusCode? status, OutgoingCause? cause);
}
