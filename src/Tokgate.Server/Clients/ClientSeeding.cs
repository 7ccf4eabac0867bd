using System.Text.Json;
using Tokgate.Server.Apis;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>
/// Clients that the host of this program gives in code (the playground, tests). A declaration is written, over what is there, when it is new or has changed: a moved port moves the
/// redirect URIs with it, and what the management API has made of a client stands as long as the code says the same.
/// </summary>
internal sealed class ClientSeeding(IClientStore store, IDeclaredClients declared, ClientDirectory directory, ApiDirectory apis, TokgateServerOptions options, TargetRules targets, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = options.Clients.Count == 0 ? [] : new Dictionary<string, string>(await declared.ListAsync(cancellationToken), StringComparer.Ordinal);
        foreach (var seed in options.Clients)
        {
            var client = ToClient(seed);
            List<string> faults = [.. ClientRules.Faults(client, targets), .. client.Audiences.Select(audience => apis.Fault(audience.Audience, audience.Scopes)).OfType<string>()];
            if (faults.Count > 0)
            {
                throw new SetupException(ErrorIds.SeedClientInvalid, $"The client {seed.Id} given in code cannot be: {string.Join("; ", faults)}.");
            }

            var secrets = Secrets(seed);
            var digest = DigestOf(client, secrets);
            if (known.GetValueOrDefault(client.Id) != digest)
            {
                await WriteAsync(client, secrets, cancellationToken);
                await declared.SaveAsync(client.Id, digest, cancellationToken);
                directory.Forget(client.Id);
            }
        }
    }

    private static string DigestOf(Client client, IReadOnlyList<ClientSecret> secrets) =>
        Convert.ToHexStringLower(Handle.HashOf($"{JsonSerializer.Serialize(client, ClientJson.Default.Client)}\n{string.Join(' ', secrets.Select(static secret => secret.Id))}"));

    private Client ToClient(TokgateServerClient seed) => new()
    {
        Id = seed.Id,
        Name = seed.Name ?? seed.Id,
        Type = seed.IsMachine ? ClientType.Machine : seed.IsPublic ? ClientType.Public : ClientType.Confidential,
        AuthMethods = Methods(seed),
        IsNative = seed.IsNative,
        IsFirstParty = seed.IsFirstParty,
        RedirectUris = [.. seed.RedirectUris],
        PostLogoutRedirectUris = [.. seed.PostLogoutRedirectUris],
        BackChannelLogoutUri = seed.BackChannelLogoutUri,
        RequiresBackChannelLogoutSession = seed.RequiresBackChannelLogoutSession,
        GrantTypes = Grants(seed),
        Scopes = [.. seed.Scopes],
        Audiences =
        [
            .. seed.Audiences.Select(static audience => new ClientAudience(audience.Key, [.. audience.Value])),
            .. seed.IsAdministrator ? [new ClientAudience(apis.Management.Audience, apis.Management.Scopes)] : Array.Empty<ClientAudience>(),
        ],
        ServesAudiences = [.. seed.ServesAudiences],
        RequiresPkce = seed.RequiresPkce,
        RequiresPushedRequest = seed.RequiresPushedRequest,
        KeySet = seed.KeySet,
        MayReadTikTokTokens = seed.MayReadTikTokTokens,
        Connections = seed.Connections is null ? null : [.. seed.Connections],
    };

    private static List<string> Grants(TokgateServerClient seed)
    {
        if (seed.IsMachine)
        {
            return [GrantTypes.ClientCredentials];
        }

        List<string> types = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken];
        if (seed.MayReadTikTokTokens)
        {
            types.AddRange([GrantTypes.TokenExchange, GrantTypes.Auth0TokenExchange]);
        }

        if ((seed.Audiences.Count > 0 || seed.IsAdministrator) && !seed.IsPublic)
        {
            types.Add(GrantTypes.ClientCredentials);
        }

        if (seed.ShowsQrCodes)
        {
            types.Add(GrantTypes.QrCode);
        }

        if (seed.HandsOverTikTokCodes)
        {
            types.Add(GrantTypes.TikTokCode);
        }

        return types;
    }

    private static IReadOnlyList<ClientAuthMethod> Methods(TokgateServerClient seed) =>
        seed.IsPublic ? [ClientAuthMethod.None]
        : seed.KeySet is not null ? [ClientAuthMethod.PrivateKeyJwt]
        : seed.AuthMethod switch
        {
            "client_secret_basic" => [ClientAuthMethod.Basic],
            "client_secret_post" => [ClientAuthMethod.Post],
            _ => [ClientAuthMethod.Basic, ClientAuthMethod.Post],
        };

    // A fixed id: a seed that is written again must not end the tokens that were bought before.
    private IReadOnlyList<ClientSecret> Secrets(TokgateServerClient seed) => seed.Secret is null
        ? []
        : [new ClientSecret($"seed-{Convert.ToHexStringLower(Handle.HashOf($"{seed.Id}\n{seed.Secret}"))[..16]}", "seeded", Handle.HashOf(seed.Secret), time.GetUtcNow(), ExpiresAt: null)];

    private async Task WriteAsync(Client client, IReadOnlyList<ClientSecret> secrets, CancellationToken cancellationToken)
    {
        if (await store.TryCreateAsync(client, secrets, cancellationToken) || await store.FindAsync(client.Id, cancellationToken) is not { } there)
        {
            return;
        }

        // A start that changes nothing is no change: its event would bury the real ones.
        var seeded = client with { Version = there.Client.Version };
        if (!seeded.IsSameAs(there.Client))
        {
            await store.TryUpdateAsync(seeded, cancellationToken);
        }

        foreach (var old in there.Secrets.Where(old => secrets.All(secret => secret.Id != old.Id)))
        {
            await store.RemoveSecretAsync(client.Id, old.Id, cancellationToken);
        }

        foreach (var added in secrets.Where(secret => there.Secrets.All(old => old.Id != secret.Id)))
        {
            await store.TryAddSecretAsync(client.Id, added, cancellationToken);
        }
    }
}
