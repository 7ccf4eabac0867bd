namespace Tokgate.Emulator.Checker;

/// <summary>A code that was refused.</summary>
internal sealed record FailedExchange(string? ClientKey, string Error, int Status, DateTimeOffset At);
