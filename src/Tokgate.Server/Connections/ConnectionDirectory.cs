using System.Collections.Frozen;
using System.Diagnostics;
using System.Net;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>
/// The connections, in memory. What declares them (settings today, rows of the management API later) calls <see cref="Load"/> with all of them; sign-ins under
/// way keep the connection that they hold.
/// </summary>
internal sealed class ConnectionDirectory(Issuer issuer, TimeProvider time) : IDisposable
{
    // A redirect would carry the client secret or a token wherever it points.
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // traced, but a trace of ours, or what a browser says of its own, is nothing for TikTok
    });

    private volatile FrozenDictionary<string, Connection> current = FrozenDictionary<string, Connection>.Empty;

    public IEnumerable<Connection> All => current.Values.OrderBy(connection => connection.Name, StringComparer.Ordinal);

    public Connection? Find(string name) => current.GetValueOrDefault(name);

    /// <summary>The app of this client key, whether it is live or not.</summary>
    public TikTokApp? FindApp(string clientKey) => current.Values.Select(connection => connection.Find(clientKey)).FirstOrDefault(app => app is not null);

    /// <summary>Those that a client may use; null are all.</summary>
    public IReadOnlyList<Connection> For(IReadOnlyList<string>? names) => [.. All.Where(connection => names is null || names.Contains(connection.Name, StringComparer.Ordinal))];

    public void Load(IEnumerable<ConnectionConfig> configs) =>
        current = configs.Select(config => new Connection(config, issuer, Connect)).ToFrozenDictionary(connection => connection.Name, StringComparer.Ordinal);

    public void Dispose() => http.Dispose();

    private TikTokClient Connect(TikTokAppConfig app) =>
        new(http, new TikTokClientOptions { ClientKey = app.ClientKey, ClientSecret = app.ClientSecret, Endpoints = app.Endpoints }, time);
}
