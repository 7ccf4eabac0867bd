namespace Tokgate.Server.Account;

/// <summary>A client that has access: all the scopes that it has, from however many sign-ins, and since when the oldest of them counts.</summary>
internal sealed record AccountApplication(string ClientId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset Since);
