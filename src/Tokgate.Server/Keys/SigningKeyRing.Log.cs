namespace Tokgate.Server.Keys;

internal sealed partial class SigningKeyRing
{
    [LoggerMessage(3101, LogLevel.Error, "The signing keys could not be read again; the last known ones serve on for up to five minutes")]
    private static partial void LogStale(ILogger log, Exception exception);
}
