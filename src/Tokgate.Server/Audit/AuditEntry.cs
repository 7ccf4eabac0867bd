namespace Tokgate.Server.Audit;

/// <summary>An event on its way to disk, or somebody who waits until all before it are there.</summary>
internal readonly record struct AuditEntry(AuditEvent? Event, TaskCompletionSource? Written);
