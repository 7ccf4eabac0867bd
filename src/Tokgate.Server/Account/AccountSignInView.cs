namespace Tokgate.Server.Account;

/// <param name="Target">Where the form goes.</param>
/// <param name="Connections">Names to choose from; with one there is nothing to choose.</param>
internal sealed record AccountSignInView(string Target, IReadOnlyList<AccountSignInChoice> Connections);
