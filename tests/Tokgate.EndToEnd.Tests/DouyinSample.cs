using Tokgate.Emulator;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample <c>DouyinSignIn</c> as somebody would start it, in a process of its own, with an emulator of its own.</summary>
public sealed class DouyinSample : IAsyncLifetime
{
    private SampleProcess _program = null!; // xunit calls InitializeAsync first

    public TikTokEmulator Emulator { get; private set; } = null!; // as above

    public Uri Address { get; private set; } = null!; // as above

    public async Task InitializeAsync()
    {
        Emulator = await TikTokEmulator.StartAsync();
        _program = Start(Emulator.BaseAddress);
        Address = await _program.ListeningAsync();
    }

    public async Task DisposeAsync()
    {
        _program.Dispose();
        await Emulator.DisposeAsync();
    }

    private static SampleProcess Start(Uri emulator) => new(
        "DouyinSignIn",
        "--environment=Development",
        "--urls=http://127.0.0.1:0",
        $"--DOUYIN_CLIENT_KEY={TikTokEmulator.DouyinClientKey}",
        $"--DOUYIN_CLIENT_SECRET={TikTokEmulator.ClientSecret}",
        $"--DOUYIN_EMULATOR={emulator.AbsoluteUri}");
}
