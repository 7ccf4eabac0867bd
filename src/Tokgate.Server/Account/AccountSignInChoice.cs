namespace Tokgate.Server.Account;

internal sealed record AccountSignInChoice(string Connection, bool IsDouyin);
