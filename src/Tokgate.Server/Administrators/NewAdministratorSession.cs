namespace Tokgate.Server.Administrators;

/// <summary>What is kept of a session when it begins. What the browser holds is a handle, of which only the hash is here.</summary>
internal sealed record NewAdministratorSession(string Id, byte[] HandleHash, string Method, string? Address, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset IdleExpiresAt, DateTimeOffset ExpiresAt);
