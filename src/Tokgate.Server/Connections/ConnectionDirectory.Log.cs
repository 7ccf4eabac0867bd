namespace Tokgate.Server.Connections;

internal sealed partial class ConnectionDirectory
{
    [LoggerMessage(3311, LogLevel.Error, "The stored secrets of connection {Connection} cannot be opened: they were sealed with another master key or for another connection, or were changed. Its apps stay out of use until their secrets are set again")]
    private static partial void LogUnreadable(ILogger log, string connection);

    [LoggerMessage(3312, LogLevel.Error, "Connection {Connection} leads to an emulator, where anybody signs in as anybody; in Production that app is not used")]
    private static partial void LogEmulated(ILogger log, string connection);

    [LoggerMessage(3313, LogLevel.Error, "An app of connection {Connection} cannot work as it stands in its row, and is not used")]
    private static partial void LogUnfit(ILogger log, string connection);
}
