using Tokgate.Server.Connections;
using Tokgate.TikTok;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>Connections as whoever administers a broker would change them, on one node.</summary>
internal static class Upstreams
{
    public static async Task AddConnectionAsync(this Broker broker, string name, string clientKey, string secret, Uri? address = null)
    {
        var config = new ConnectionConfig(name, [new TikTokAppConfig(clientKey) { ClientSecret = ClientSecret.From(secret), Address = address }]) { Id = ConnectionConfig.NewId(), LiveApp = clientKey };
        var stored = new StoredConnection(config) { SealedSecrets = broker.Get<ConnectionSecrets>().Seal(config) };
        Assert.Equal(ConnectionWrite.Done, await broker.Get<IConnectionStore>().TryCreateAsync(stored, CancellationToken.None));
        await broker.Get<ConnectionDirectory>().RefreshAsync(CancellationToken.None);
    }

    public static async Task ChangeConnectionAsync(this Broker broker, Func<ConnectionConfig, ConnectionConfig> change, string name = "tiktok")
    {
        var (store, secrets) = (broker.Get<IConnectionStore>(), broker.Get<ConnectionSecrets>());
        var stored = (await store.ListAsync(CancellationToken.None)).Single(stored => stored.Config.Name == name);
        var changed = change(secrets.Open(stored)!); // sealed by this broker
        Assert.Empty(ConnectionRules.Faults(changed));
        Assert.Equal(ConnectionWrite.Done, await store.TryUpdateAsync(stored with { Config = changed, SealedSecrets = secrets.Seal(changed) }, [], CancellationToken.None));
        await broker.Get<ConnectionDirectory>().RefreshAsync(CancellationToken.None);
    }
}
