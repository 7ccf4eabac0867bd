using System.Text;
using System.Text.Json;
using Tokgate.Server.Keys;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Connections;

/// <summary>How the secrets of TikTok apps stand in their connection's row: sealed under the master key and bound to the connection, so that rows cannot lend each other theirs.</summary>
internal sealed class ConnectionSecrets(MasterKeyRing ring, IConnectionStore store) : ISealedRows
{
    private readonly SealingKey key = ring.Derive("connections");

    /// <summary>Null if there is nothing to seal. What settings give is left out: it is never written down.</summary>
    public byte[]? Seal(ConnectionConfig config)
    {
        var secrets = config.Apps.Where(static app => app is { ClientSecret: not null, IsManagedBySettings: false })
            .ToDictionary(static app => app.ClientKey, static app => TextsOf(app.ClientSecret!, app.FormerSecret), StringComparer.Ordinal); // not null, as just seen
        return secrets.Count == 0 ? null : key.Seal(JsonSerializer.SerializeToUtf8Bytes(secrets, ConnectionJson.Default.DictionaryStringStringArray), Place(config.Id));
    }

    /// <summary>The configuration with its stored secrets; null if the box was sealed for another connection or with another key, or was changed.</summary>
    public ConnectionConfig? Open(StoredConnection stored)
    {
        var config = stored.Config;
        if (stored.SealedSecrets is not { } box)
        {
            return config;
        }

        if (!key.TryOpen(box, Place(config.Id), out var plain))
        {
            return null;
        }

        var secrets = JsonSerializer.Deserialize(plain, ConnectionJson.Default.DictionaryStringStringArray)!; // our own document
        return config with { Apps = [.. config.Apps.Select(app => secrets.TryGetValue(app.ClientKey, out var texts) ? With(app, texts) : app)] };
    }

    public async Task ResealAsync(CancellationToken cancellationToken)
    {
        foreach (var stored in await store.ListAsync(cancellationToken))
        {
            // A row that was written meanwhile is sealed with the current key already.
            if (stored.SealedSecrets is { } box && key.TryOpen(box, Place(stored.Config.Id), out var plain))
            {
                await store.TryResealAsync(stored.Config.Id, box, key.Seal(plain, Place(stored.Config.Id)), cancellationToken);
            }
        }
    }

    private static TikTokAppConfig With(TikTokAppConfig app, string[] texts) =>
        app with { ClientSecret = ClientSecret.From(texts[0]), FormerSecret = texts.Length > 1 ? ClientSecret.From(texts[1]) : null };

    private static string[] TextsOf(ClientSecret secret, ClientSecret? former) => former is null ? [secret.Reveal()] : [secret.Reveal(), former.Reveal()];

    private static byte[] Place(string connectionId) => Encoding.UTF8.GetBytes("connections/" + connectionId);
}
