namespace Tokgate.Server.Clients;

/// <summary>An API that a client may ask tokens for, and what it may do there.</summary>
internal sealed record ClientAudience(string Audience, IReadOnlyList<string> Scopes);
