using Tokgate.Emulator;
using Tokgate.TestKit;

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
        using var limit = new CancellationTokenSource(Eventually.Patience);
        while (await _program.Output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Split("Now listening on: ") is [_, var address])
            {
                Address = new Uri(address.Trim());
                _ = _program.Output.ReadToEndAsync(CancellationToken.None); // a full pipe would stop the program
                _ = _program.Errors.ReadToEndAsync(CancellationToken.None); // as above
                return;
            }
        }

        throw new InvalidOperationException($"The sample ended before it listened. {await _program.Errors.ReadToEndAsync(CancellationToken.None)}");
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
