using System.Collections.Frozen;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Connections;

/// <summary>
/// The connections, in memory, so that a sign-in reads no row. A change on this node counts at once, one on another node within
/// <see cref="ConnectionHostedService.Interval"/>; sign-ins under way keep the connection that they hold.
/// </summary>
internal sealed partial class ConnectionDirectory(
    IConnectionStore store, ConnectionSecrets secrets, DeclaredConnections declared, Issuer issuer, IHostEnvironment environment, TimeProvider time, ILogger<ConnectionDirectory> log) : IDisposable
{
    private readonly HttpClient http = TikTokHttp.NewClient();

    // Of two that read at once the one that read first must not be the last to say what it saw.
    private readonly SemaphoreSlim turn = new(1);

    private volatile Snapshot current = new([]);

    public IEnumerable<Connection> All => current.Ordered;

    /// <summary>The parameters of authorization requests that some connection passes on and a request has no member for.</summary>
    public IReadOnlySet<string> CarriedHints => current.CarriedHints;

    public Connection? Find(string name) => current.ByName.GetValueOrDefault(name);

    /// <summary>The app of this client key, whether it is live or not.</summary>
    public TikTokApp? FindApp(string clientKey) => current.Ordered.Select(connection => connection.Find(clientKey)).FirstOrDefault(app => app is not null);

    /// <summary>Those that a client's people may sign in by; null are all names.</summary>
    public IReadOnlyList<Connection> For(IReadOnlyList<string>? names) =>
        [.. All.Where(connection => connection.IsOffered && (names is null || names.Contains(connection.Name, StringComparer.Ordinal)))];

    /// <summary>The one that is named, or the only one, of those that a client's people may sign in by; null if there is none or several.</summary>
    public Connection? FindFor(IReadOnlyList<string>? names, string? named) =>
        For(names).Where(connection => named is null || string.Equals(connection.Name, named, StringComparison.Ordinal)).ToList() is [var one] ? one : null;

    public void Load(IEnumerable<ConnectionConfig> configs) => current = new Snapshot(configs.Select(config => new Connection(config, issuer, Connect)));

    /// <summary>One that is tried and serves nobody.</summary>
    /// <param name="config">With the secrets of its apps.</param>
    public Connection Draft(ConnectionConfig config) => new(config, issuer, Connect);

    /// <summary>At the start what cannot work is a fault of the set-up; later it would be a reason to stop for all the others.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => ReadAsync(isStart: true, cancellationToken);

    public Task RefreshAsync(CancellationToken cancellationToken) => ReadAsync(isStart: false, cancellationToken);

    /// <summary>Reads them again if another node has changed one: their versions say so.</summary>
    public async Task RefreshIfChangedAsync(CancellationToken cancellationToken)
    {
        var known = current.Versions;
        if (!known.SequenceEqual(await store.VersionsAsync(cancellationToken)))
        {
            await RefreshAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    public static SetupException Emulated(string name) =>
        new(ErrorIds.ConnectionEmulated, $"Connection {name} leads to an emulator, where anybody signs in as anybody. That is refused in Production.");

    private async Task ReadAsync(bool isStart, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            Load((await store.ListAsync(cancellationToken)).Select(stored => Open(stored, isStart)));
        }
        finally
        {
            turn.Release();
        }
    }

    private ConnectionConfig Open(StoredConnection stored, bool isStart)
    {
        var opened = secrets.Open(stored);
        if (opened is null)
        {
            LogUnreadable(log, stored.Config.Name);
        }

        var config = declared.WithSecrets(opened ?? stored.Config);
        return config with { Apps = [.. config.Apps.Select(app => IsFit(config, app, isStart) ? app : app with { ClientSecret = null, FormerSecret = null })] };
    }

    private bool IsFit(ConnectionConfig config, TikTokAppConfig app, bool isStart)
    {
        if (app.ClientSecret is null)
        {
            return true;
        }

        if (environment.IsProduction() && ConnectionRules.LeadsToEmulator(app))
        {
            LogEmulated(log, config.Name);
            return isStart ? throw Emulated(config.Name) : false;
        }

        if (UpstreamClients.Faults(config.Platform, app) is { Count: > 0 } problems)
        {
            LogUnfit(log, config.Name);
            return isStart ? throw new SetupException(ErrorIds.ConnectionInvalid, $"A connection cannot work: {string.Join(" ", problems)}") : false;
        }

        return true;
    }

    private IUpstreamClient Connect(UpstreamPlatform platform, TikTokAppConfig app) => UpstreamClients.Connect(http, platform, app, time);

    /// <summary>All connections at one moment.</summary>
    private sealed class Snapshot
    {
        public Snapshot(IEnumerable<Connection> connections)
        {
            Ordered = [.. connections.OrderBy(static connection => connection.Name, StringComparer.Ordinal)];
            ByName = Ordered.ToFrozenDictionary(static connection => connection.Name, StringComparer.Ordinal);
            Versions = [.. Ordered.Select(static connection => KeyValuePair.Create(connection.Config.Id, connection.Config.Version)).OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
            CarriedHints = Ordered.SelectMany(static connection => connection.Config.UpstreamParams.Values).Select(static param => param.Alias).OfType<string>()
                .Intersect(UpstreamParams.CarriedAliases, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal);
        }

        public IReadOnlyList<Connection> Ordered { get; }

        public FrozenDictionary<string, Connection> ByName { get; }

        public IReadOnlyList<KeyValuePair<string, long>> Versions { get; }

        public FrozenSet<string> CarriedHints { get; }
    }
}
