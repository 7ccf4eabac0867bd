namespace Tokgate.Server.Clients;

/// <summary>A client with its secrets and its keys taken apart, as the hot path wants them.</summary>
internal sealed class RegisteredClient(Client client, IReadOnlyList<ClientSecret> secrets)
{
    private readonly Lazy<IReadOnlyList<ClientKey>> keys = new(() => ClientKey.TryParseSet(client.KeySet, out var keys, out _) ? keys : []);

    private readonly Lazy<IReadOnlySet<string>> origins = new(() => client.RedirectUris
        .Where(static uri => uri.StartsWith("http", StringComparison.Ordinal))
        .Select(static uri => new Uri(uri).GetLeftPart(UriPartial.Authority)).ToHashSet(StringComparer.Ordinal));

    public Client Client { get; } = client;

    public string Id => Client.Id;

    public IReadOnlyList<ClientSecret> Secrets { get; } = secrets;

    public IReadOnlyList<ClientKey> Keys => keys.Value;

    /// <summary>Where its pages live, as far as its redirect URIs tell: browsers there may read our answers.</summary>
    public IReadOnlySet<string> Origins => origins.Value;

    public DateTimeOffset? CreatedAt { get; init; }

    /// <value>Of the client or its secrets.</value>
    public DateTimeOffset? UpdatedAt { get; init; }

    public bool IsActive => Client.Status == ClientStatus.Active;

    /// <summary>Whether what a token says it was bought with (a secret's or a key's id) still counts.</summary>
    public bool HasCredential(string id, DateTimeOffset now)
    {
        foreach (var secret in Secrets)
        {
            if (string.Equals(secret.Id, id, StringComparison.Ordinal))
            {
                return secret.IsActive(now);
            }
        }

        return Keys.Any(key => string.Equals(key.CredentialId, id, StringComparison.Ordinal));
    }
}
