namespace Tokgate.Server.Clients;

// Credential: The id of the secret or key that proved it; empty for a public client. Tokens bought with it die with it.
internal sealed record AuthenticatedClient(RegisteredClient Registered, string Credential)
{
    public Client Client => Registered.Client;
}
