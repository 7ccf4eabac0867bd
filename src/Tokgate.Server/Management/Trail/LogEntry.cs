using Tokgate.Server.Audit;

namespace Tokgate.Server.Management.Trail;

/// <param name="Event">As the trail has it.</param>
/// <param name="ClientName">Of the client as it is called now; null if it is gone.</param>
internal sealed record LogEntry(AuditEvent Event, string? ClientName);
