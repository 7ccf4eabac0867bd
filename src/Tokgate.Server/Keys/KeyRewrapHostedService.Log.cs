namespace Tokgate.Server.Keys;

internal sealed partial class KeyRewrapHostedService
{
    [LoggerMessage(3271, LogLevel.Information, "Everything is sealed with master key {KeyId} now, {Grants} grants among it; the former key is retired and may go in an hour")]
    private static partial void LogDone(ILogger log, string keyId, int grants);

    [LoggerMessage(3272, LogLevel.Error, "The re-wrap was interrupted and goes on soon; both master keys are still needed")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
