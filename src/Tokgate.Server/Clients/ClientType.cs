namespace Tokgate.Server.Clients;

internal enum ClientType
{
    /// <summary>A web application with a server that keeps a secret.</summary>
    Confidential,

    /// <summary>Runs in the user's hands (browser, phone, desktop): no secret, PKCE always.</summary>
    Public,

    /// <summary>No user at all: client credentials only.</summary>
    Machine,
}
