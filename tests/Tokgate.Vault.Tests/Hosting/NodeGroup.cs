namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Several processes on one database.</summary>
internal sealed class NodeGroup(IReadOnlyList<NodeProcess> nodes) : IDisposable
{
    public static async Task<IReadOnlyList<NodeProcess>> StartAsync(World world, int count)
    {
        var nodes = Enumerable.Range(0, count).Select(_ => NodeProcess.Start(world)).ToList();
        foreach (var node in nodes)
        {
            await node.ExpectAsync("ready");
        }

        return nodes;
    }

    /// <summary>Callers of all processes at once, shared out evenly.</summary>
    public async Task<IReadOnlyList<ReadReport>> ReadAsync(Grant grant, int callers, long refusedGeneration = 0) =>
        await Task.WhenAll(nodes.Select((node, index) => node.ReadAsync(grant, (callers / nodes.Count) + (index < callers % nodes.Count ? 1 : 0), refusedGeneration)));

    /// <summary>Each has refreshed once and has waited for another's refresh: what is measured afterwards is not the compiling of it.</summary>
    public async Task WarmUpAsync(World world)
    {
        foreach (var node in nodes)
        {
            Assert.Empty((await node.ReadAsync(await world.ExpiredAsync(), 100)).Errors);
        }

        Assert.All(await ReadAsync(await world.ExpiredAsync(), 300), report => Assert.Empty(report.Errors));
        await world.ForgetRequestsAsync();
    }

    public void Dispose()
    {
        foreach (var node in nodes)
        {
            node.Dispose();
        }
    }
}
