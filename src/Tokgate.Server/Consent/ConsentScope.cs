namespace Tokgate.Server.Consent;

/// <param name="Name">A scope that is asked for.</param>
/// <param name="IsNew">Whether the application has other scopes of this person already, and this one not.</param>
internal sealed record ConsentScope(string Name, bool IsNew);
