using Microsoft.Extensions.Logging;

namespace Tokgate.Emulator.Tests.State;

/// <summary>Keeps what is logged.</summary>
internal sealed class Listener : ILogger
{
    public List<string> Heard { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Heard.Add(formatter(state, exception));
}
