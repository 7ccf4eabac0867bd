using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>A world on each engine, filled before the tests and only read by them.</summary>
public abstract class BothEngines : IAsyncLifetime
{
    private protected Dictionary<string, ManagementWorld> Worlds { get; } = [];

    public async Task InitializeAsync()
    {
        foreach (var engine in (string[])["SQLite", "PostgreSQL"])
        {
            Worlds[engine] = await ManagementWorld.StartAsync(engine);
            await FillAsync(Worlds[engine].Broker);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var world in Worlds.Values)
        {
            await world.DisposeAsync();
        }
    }

    private protected abstract Task FillAsync(Broker broker);

    /// <summary>A search as it stands in an address.</summary>
    private protected static string Q(string text) => "q=" + Uri.EscapeDataString(text);
}
