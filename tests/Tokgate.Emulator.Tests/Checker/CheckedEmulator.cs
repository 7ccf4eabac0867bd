namespace Tokgate.Emulator.Tests.Checker;

/// <summary>One emulator for all tests of a class; each begins with a reset.</summary>
public sealed class CheckedEmulator : IAsyncLifetime
{
    private TikTokPeer? peer;

    internal TikTokPeer Peer => peer ?? throw new InvalidOperationException("xunit has not started it.");

    public async Task InitializeAsync() => peer = await TikTokPeer.StartAsync();

    public Task DisposeAsync() => Peer.DisposeAsync().AsTask();

    internal async Task<CheckedClient> ClientAsync()
    {
        var client = new CheckedClient(Peer);
        await client.ResetAsync();
        return client;
    }
}
