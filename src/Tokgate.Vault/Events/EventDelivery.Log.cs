using Microsoft.Extensions.Logging;

namespace Tokgate.Vault;

internal sealed partial class EventDelivery
{
    [LoggerMessage(6161, LogLevel.Error, "A receiver failed on event {EventId} ({Kind}); it comes again")]
    private static partial void LogFailed(ILogger log, Exception exception, string eventId, GrantEventKind kind);
}
