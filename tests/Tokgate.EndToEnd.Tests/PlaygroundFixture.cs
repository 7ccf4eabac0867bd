using Tokgate.Playground;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The playground as the README starts it, on free ports, and a browser.</summary>
public sealed class PlaygroundFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-");
    private Playground.Playground? _playground;

    public Chromium Chromium { get; } = new();

    public Uri App => _playground!.AppAddress; // xunit has called InitializeAsync

    public Uri Issuer => _playground!.Issuer; // as above

    public Uri Emulator => _playground!.EmulatorAddress; // as above

    /// <summary>What the terminal says of the dashboard.</summary>
    public Task<string?> WelcomeAsync() => _playground!.WelcomeAsync(); // as above

    public async Task InitializeAsync()
    {
        _playground = await Playground.Playground.StartAsync(new PlaygroundOptions { AppPort = 0, IssuerPort = 0, EmulatorPort = 0, DataDirectory = _data.FullName });
        await Chromium.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        await _playground!.DisposeAsync(); // as above
        _data.Delete(recursive: true);
    }
}
