using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Requests;

/// <summary>One request as it came, and how it was answered. What is secret in it is covered when it is shown, not here: this is the fast path.</summary>
internal sealed record RequestEntry(Received Request, int Status, string? Fault);
