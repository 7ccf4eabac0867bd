namespace Tokgate.Server.Clients;

internal interface IClientStore
{
    Task<RegisteredClient?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>By id, from after <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<RegisteredClient>> ListAsync(string? after, int skip, int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>False if the id is taken.</summary>
    Task<bool> TryCreateAsync(Client client, IReadOnlyList<ClientSecret> secrets, CancellationToken cancellationToken);

    /// <summary>False if the client is not there in the version that was read.</summary>
    Task<bool> TryUpdateAsync(Client client, CancellationToken cancellationToken);

    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>False if there is no such client or it has two secrets that count.</summary>
    Task<bool> TryAddSecretAsync(string clientId, ClientSecret secret, CancellationToken cancellationToken);

    /// <summary>A new secret; of those before it the youngest lives on until <paramref name="formerUntil"/> and the others end now. False if there is no such client.</summary>
    Task<bool> TryRotateSecretAsync(string clientId, ClientSecret secret, DateTimeOffset formerUntil, CancellationToken cancellationToken);

    Task<bool> RemoveSecretAsync(string clientId, string secretId, CancellationToken cancellationToken);

    /// <summary>Notes when a secret was used, unless a use since <paramref name="unlessSince"/> stands there already, by whichever node.</summary>
    Task<bool> NoteUseAsync(string secretId, DateTimeOffset at, DateTimeOffset unlessSince, CancellationToken cancellationToken);
}
