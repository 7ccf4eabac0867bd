using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Logout;

/// <summary>A broker on each engine, with clients that have somewhere to go after a logout.</summary>
public sealed class LogoutFixture : IAsyncLifetime
{
    private readonly Dictionary<string, SignInWorld> worlds = [];

    public static IReadOnlyList<TokgateServerClient> Clients { get; } =
    [
        new()
        {
            Id = The.Web, Name = "Web & Co", Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = [SignInWorld.Callback],
            PostLogoutRedirectUris = [LogoutTests.Bye, LogoutTests.Bye + "/there?tenant=1"],
        },
        new()
        {
            Id = SignIn.Other, Secret = The.WebSecret, IsFirstParty = true, RequiresPkce = false, RedirectUris = ["https://other.example/cb"],
            PostLogoutRedirectUris = ["https://other.example/bye"],
        },
    ];

    public SignInWorld World(string engine) => worlds[engine];

    public async Task InitializeAsync()
    {
        worlds["SQLite"] = await SignInWorld.StartAsync(Clients);
        worlds["PostgreSQL"] = await SignInWorld.StartAsync(Clients, PostgreSqlCluster.NewConnectionString());
    }

    public async Task DisposeAsync()
    {
        foreach (var world in worlds.Values)
        {
            await world.DisposeAsync();
        }
    }
}
