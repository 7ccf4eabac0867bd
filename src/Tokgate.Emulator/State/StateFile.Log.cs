namespace Tokgate.Emulator.State;

internal sealed partial class StateFile
{
    [LoggerMessage(4006, LogLevel.Error, "{Problem}")]
    private static partial void LogNotSaved(ILogger logger, string problem);
}
