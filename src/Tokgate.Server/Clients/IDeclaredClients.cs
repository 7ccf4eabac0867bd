namespace Tokgate.Server.Clients;

/// <summary>Which declaration in code a client was last given, so that only a declaration that has changed is written over what stands there.</summary>
internal interface IDeclaredClients
{
    /// <summary>By client id; those that nothing declared are missing.</summary>
    Task<IReadOnlyList<KeyValuePair<string, string>>> ListAsync(CancellationToken cancellationToken);

    Task SaveAsync(string clientId, string declaration, CancellationToken cancellationToken);
}
