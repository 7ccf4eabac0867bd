namespace Tokgate.Server.Tests.Webhooks;

/// <summary>A world on each engine for the tests of a class.</summary>
public sealed class WebhookFixture : IAsyncLifetime
{
    private readonly Dictionary<string, WebhookWorld> worlds = [];

    internal WebhookWorld World(string engine) => worlds[engine];

    public async Task InitializeAsync()
    {
        foreach (var engine in (string[])["SQLite", "PostgreSQL"])
        {
            worlds[engine] = await WebhookWorld.StartAsync(engine);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var world in worlds.Values)
        {
            await world.DisposeAsync();
        }
    }
}
