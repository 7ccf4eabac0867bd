namespace Tokgate.Server.Management.Trail;

/// <summary>Our event, or that event with one cause, and the code by which Auth0's clients know it; where Auth0 has none, our own name is the code.</summary>
internal sealed record LogKind(string Event, string? Cause, string Type, string Description);
