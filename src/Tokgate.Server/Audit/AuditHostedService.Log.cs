namespace Tokgate.Server.Audit;

internal sealed partial class AuditHostedService
{
    [LoggerMessage(3801, LogLevel.Error, "Audit events could not be written")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(3802, LogLevel.Error, "{Count} audit event(s) were lost")]
    private static partial void LogLost(ILogger log, long count);
}
