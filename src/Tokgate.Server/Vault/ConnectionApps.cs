using Tokgate.Server.Connections;
using Tokgate.Vault;
using TikTokApp = Tokgate.Vault.TikTokApp;

namespace Tokgate.Server.Vault;

/// <summary>The TikTok apps of all connections, live or not: a grant is refreshed for ever with the app that it was given to.</summary>
internal sealed class ConnectionApps(ConnectionDirectory connections) : ITikTokAppSource
{
    public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(connections.FindApp(clientKey) is { } app ? app.Client.ForVault(app.Version) : null);
}
