using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Logout;

/// <summary>A broker on each engine with three clients that are told of logouts, and their servers: two on one host, one on another.</summary>
public sealed class BackChannelFixture : IAsyncLifetime
{
    public const string Third = "third";

    private readonly Dictionary<string, SignInWorld> worlds = [];
    private readonly Dictionary<string, (LogoutReceiver Near, LogoutReceiver Far)> receivers = [];

    public SignInWorld World(string engine) => worlds[engine];

    internal LogoutReceiver Near(string engine) => receivers[engine].Near;

    /// <summary>Serves <see cref="Third"/> alone.</summary>
    internal LogoutReceiver Far(string engine) => receivers[engine].Far;

    public async Task InitializeAsync()
    {
        foreach (var engine in (string[])["SQLite", "PostgreSQL"])
        {
            receivers[engine] = (await LogoutReceiver.StartAsync(), await LogoutReceiver.StartAsync());
            worlds[engine] = await SignInWorld.StartAsync(Clients(engine), engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var world in worlds.Values)
        {
            await world.DisposeAsync();
        }

        foreach (var (near, far) in receivers.Values)
        {
            await near.DisposeAsync();
            await far.DisposeAsync();
        }
    }

    private IReadOnlyList<TokgateServerClient> Clients(string engine) =>
    [
        Client(The.Web, SignInWorld.Callback, Near(engine)),
        Client(SignIn.Other, "https://other.example/cb", Near(engine)),
        Client(Third, "https://third.example/cb", Far(engine)),
    ];

    private static TokgateServerClient Client(string id, string callback, LogoutReceiver receiver) => new()
    {
        Id = id,
        Secret = The.WebSecret,
        IsFirstParty = true,
        RequiresPkce = false,
        RedirectUris = [callback],
        PostLogoutRedirectUris = [LogoutTests.Bye],
        BackChannelLogoutUri = receiver.At(id),
        RequiresBackChannelLogoutSession = true,
    };
}
