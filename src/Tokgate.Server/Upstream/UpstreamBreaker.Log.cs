namespace Tokgate.Server.Upstream;

internal sealed partial class UpstreamBreaker
{
    [LoggerMessage(3411, LogLevel.Error, "{ErrorId}: TikTok has not answered {Count} callbacks of connection {Connection} in a row, so it is asked only once in {Pause} until it does, and browsers are told at once")]
    private static partial void LogOpened(ILogger log, string errorId, int count, string connection, TimeSpan pause);

    [LoggerMessage(3412, LogLevel.Information, "TikTok answers again for connection {Connection}")]
    private static partial void LogClosed(ILogger log, string connection);
}
