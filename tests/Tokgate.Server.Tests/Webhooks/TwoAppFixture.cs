namespace Tokgate.Server.Tests.Webhooks;

/// <summary>As <see cref="WebhookFixture"/>, with a second connection; people would have to choose, so nobody signs in there.</summary>
public sealed class TwoAppFixture : IAsyncLifetime
{
    private readonly Dictionary<string, WebhookWorld> worlds = [];

    internal WebhookWorld World(string engine) => worlds[engine];

    public async Task InitializeAsync()
    {
        foreach (var engine in (string[])["SQLite", "PostgreSQL"])
        {
            worlds[engine] = await WebhookWorld.StartAsync(engine, hasOtherApp: true);
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
