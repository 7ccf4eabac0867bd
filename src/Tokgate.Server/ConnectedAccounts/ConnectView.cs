namespace Tokgate.Server.ConnectedAccounts;

internal sealed record ConnectView(string Action, string Application, string Ticket, string? Person);
