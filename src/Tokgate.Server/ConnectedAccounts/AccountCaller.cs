using Tokgate.Server.Clients;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>Who asks about accounts: an application with the token of somebody who signed in here, or with its own for somebody whom only it knows.</summary>
/// <param name="Client">The application.</param>
/// <param name="UserId">Null for somebody who has nothing here yet.</param>
/// <param name="Holder">For whom.</param>
/// <param name="AuthenticatedAt">When they signed in; null if the application did not say.</param>
internal sealed record AccountCaller(Client Client, string? UserId, AccountHolder Holder, DateTimeOffset? AuthenticatedAt);
