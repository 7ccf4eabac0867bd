namespace Tokgate.Server.Outgoing;

/// <summary>Carries the guard's refusal through the HTTP client's connect callback, whose only other way out is a stream.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is thrown in one place and says one thing")]
internal sealed class TargetRefusedException() : IOException("No address of the target may be reached.");
