namespace Tokgate.Server.Keys;

internal sealed partial class KeyRotation
{
    [LoggerMessage(3102, LogLevel.Information, "Signing key {KeyId} ({Algorithm}) added; it signs from {ActivatesAt}")]
    private static partial void LogAdded(ILogger log, string keyId, SigningAlgorithm algorithm, DateTimeOffset activatesAt);

    [LoggerMessage(3103, LogLevel.Warning, "Signing key {KeyId} removed")]
    private static partial void LogRemoved(ILogger log, string keyId);
}
