namespace Tokgate.Server.Consent;

internal sealed record ConsentView(string Application, string ClientId, string Handle, IReadOnlyList<ConsentScope> Scopes);
