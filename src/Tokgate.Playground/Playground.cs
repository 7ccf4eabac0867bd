using System.Globalization;
using System.Net.Sockets;
using Tokgate.AspNetCore;
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
        AppAddress = Named(new Uri(sample.Urls.First()));
    }

    /// <summary>The sample application's address.</summary>
    public Uri AppAddress { get; }

    /// <summary>The emulator's address.</summary>
    public Uri EmulatorAddress => Named(_emulator.BaseAddress);

    public string Banner => $"""

          Tokgate playground: sign in with TikTok, on this machine

            sample application   {AppAddress}
            TikTok emulator      {EmulatorAddress}

          Open the sample application and press "Continue with TikTok". Ctrl+C ends everything.

        """;

    /// <summary>Starts both programs; they are ready when this returns.</summary>
    /// <param name="options">Ports and files.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="PlaygroundException">A port is taken, or the data directory cannot be written.</exception>
    public static async Task<Playground> StartAsync(PlaygroundOptions options, CancellationToken cancellationToken = default)
    {
        var keys = CookieKeys.Prepare(options.DataDirectory);

        // TikTok lets a loopback redirect URI be registered for any port; a port that is only known later needs that.
        var appPort = options.AppPort == 0 ? "*" : options.AppPort.ToString(CultureInfo.InvariantCulture);
        var emulator = await Bind(options.EmulatorPort, "Playground__EmulatorPort", () => TikTokEmulator.StartAsync(new TikTokEmulatorOptions
        {
            Port = options.EmulatorPort,
            // Both names, since editors and terminals open either; TikTok tells them apart.
            PlaygroundCallbacks = { $"http://localhost:{appPort}{TikTokDefaults.CallbackPath}", $"http://127.0.0.1:{appPort}{TikTokDefaults.CallbackPath}" },
        }, cancellationToken));
        try
        {
            return new Playground(emulator, await StartSampleAsync(options, keys, Named(emulator.BaseAddress), cancellationToken));
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to end.</summary>
    /// <param name="cancellationToken">Ends it from the program itself.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _sample.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sample.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    private static async Task<WebApplication> StartSampleAsync(PlaygroundOptions options, DirectoryInfo keys, Uri emulator, CancellationToken cancellationToken)
    {
        var sample = SampleApplication.Build(options, keys, emulator);
        try
        {
            return await Bind(options.AppPort, "Playground__AppPort", async () =>
            {
                await sample.StartAsync(cancellationToken);
                return sample;
            });
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    // A free port can only be bound by number; people and TikTok's registration say localhost.
    private static Uri Named(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private static async Task<T> Bind<T>(int port, string setting, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (Exception failure) when (failure.GetBaseException() is SocketException or IOException)
        {
            throw new PlaygroundException(
                $"{ErrorIds.PortTaken}: Port {port} cannot be used ({failure.GetBaseException().Message}). Another playground may be running; end it, or set {setting} to a free port.",
                failure);
        }
    }
}
