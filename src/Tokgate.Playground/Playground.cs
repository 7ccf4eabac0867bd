using Tokgate.Emulator;
using Tokgate.Playground.Sample;

namespace Tokgate.Playground;

/// <summary>TikTok's emulator and a sample application in one process, for development.</summary>
public sealed class Playground : IAsyncDisposable
{
    private readonly TikTokEmulator _emulator;
    private readonly WebApplication _sample;

    private Playground(TikTokEmulator emulator, WebApplication sample)
    {
        _emulator = emulator;
        _sample = sample;
        AppAddress = new Uri(sample.Urls.First());
    }

    /// <summary>The sample application's address.</summary>
    public Uri AppAddress { get; }

    /// <summary>The emulator's address.</summary>
    public Uri EmulatorAddress => _emulator.BaseAddress;

    internal string Banner => $"""

          Tokgate playground: sign in with TikTok, on this machine

            sample application   {Shown(AppAddress)}
            TikTok emulator      {Shown(EmulatorAddress)}

          Open the sample application and press "Continue with TikTok". Ctrl+C ends everything.

        """;

    /// <summary>Starts both programs; they are ready when this returns.</summary>
    /// <param name="options">Ports and files.</param>
    /// <exception cref="PlaygroundException">A port is taken.</exception>
    public static async Task<Playground> StartAsync(PlaygroundOptions options)
    {
        var emulator = await Bind(options.EmulatorPort, "Playground__EmulatorPort", () => TikTokEmulator.StartAsync(new TikTokEmulatorOptions
        {
            Port = options.EmulatorPort,
        }));
        try
        {
            var sample = SampleApplication.Build(options, emulator.BaseAddress);
            await Bind(options.AppPort, "Playground__AppPort", async () =>
            {
                await sample.StartAsync();
                return sample;
            });
            return new Playground(emulator, sample);
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to end.</summary>
    public Task WaitForShutdownAsync() => _sample.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sample.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    private static string Shown(Uri address) => $"http://localhost:{address.Port}";

    private static async Task<T> Bind<T>(int port, string setting, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (IOException failure)
        {
            throw new PlaygroundException($"{ErrorIds.PortTaken}: Port {port} cannot be used ({failure.Message}) Another playground may be running; end it, or set {setting} to a free port.", failure);
        }
    }
}
