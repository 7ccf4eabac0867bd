using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tokgate.AspNetCore;
using Tokgate.Emulator;
using Tokgate.Playground.Sample;
using Tokgate.Playground.Sample.Tokens;
using Tokgate.Server;
using Tokgate.Vault;

namespace Tokgate.Playground;

/// <summary>TikTok's emulator, the broker and a sample application in one process, for development.</summary>
public sealed class Playground : IAsyncDisposable
{
    private readonly TikTokEmulator _emulator;
    private readonly WebApplication _broker;
    private readonly WebApplication _sample;

    private Playground(PlaygroundOptions options, TikTokEmulator emulator, WebApplication broker, WebApplication sample)
    {
        _emulator = emulator;
        _broker = broker;
        _sample = sample;
        AppAddress = At(options.AppPort);
        Issuer = At(options.IssuerPort);
        EmulatorAddress = At(options.EmulatorPort);
    }

    /// <summary>The sample application's address.</summary>
    public Uri AppAddress { get; }

    /// <summary>The broker's address; as an issuer it is written without the final slash.</summary>
    public Uri Issuer { get; }

    /// <summary>The emulator's address.</summary>
    public Uri EmulatorAddress { get; }

    public string Banner => $"""

          Tokgate playground: sign in with TikTok, on this machine

            sample application          {AppAddress}
            broker (OpenID Connect)     {Issuer}
            TikTok emulator             {EmulatorAddress}

          Open the sample application and press "Continue with TikTok". Ctrl+C ends everything.

        """;

    /// <summary>What is said besides while nobody administers the broker: a one-time link to its dashboard; null afterwards.</summary>
    public async Task<string?> WelcomeAsync() => await TokgateServer.InviteFirstAdministratorAsync(_broker) is { } link
        ? $"  Open the broker's dashboard by this link, once: {link}{Environment.NewLine}"
        : null;

    /// <summary>Starts all programs; they are ready when this returns.</summary>
    /// <param name="options">Ports and files.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="PlaygroundException">A port is taken, or the data directory cannot be written.</exception>
    public static async Task<Playground> StartAsync(PlaygroundOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options.WithFreePorts();
        var data = CookieKeys.Prepare(options.DataDirectory);
        var started = new Stack<IAsyncDisposable>();
        try
        {
            var emulator = await Bind(options.EmulatorPort, "Playground__EmulatorPort", () => TikTokEmulator.StartAsync(Emulator(options), cancellationToken));
            started.Push(emulator);
            var broker = PlaygroundBroker.Create(options, At(options.AppPort), At(options.IssuerPort), At(options.EmulatorPort));
            started.Push(broker);
            await StartAsync(broker, options.IssuerPort, "Playground__IssuerPort", cancellationToken);
            var sample = SampleApplication.Build(options, data, At(options.IssuerPort), At(options.EmulatorPort));
            started.Push(sample);
            await SampleVault.PrepareAsync(sample.Services, cancellationToken);
            await StartAsync(sample, options.AppPort, "Playground__AppPort", cancellationToken);
            return new Playground(options, emulator, broker, sample);
        }
        catch
        {
            while (started.TryPop(out var program))
            {
                await program.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Waits until the process is told to end.</summary>
    /// <param name="cancellationToken">Ends the wait, and the programs.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default)
        => Task.WhenAny(_sample.WaitForShutdownAsync(cancellationToken), _broker.WaitForShutdownAsync(cancellationToken));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sample.DisposeAsync();
        await _broker.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static Uri At(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));

    private static TikTokEmulatorOptions Emulator(PlaygroundOptions options)
    {
        var callbacks = new TikTokEmulatorOptions { Port = options.EmulatorPort };

        // Both names, since editors and terminals open either; TikTok tells them apart.
        foreach (var host in (string[])["localhost", "127.0.0.1"])
        {
            callbacks.PlaygroundCallbacks.Add(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{options.AppPort}{TikTokDefaults.CallbackPath}"));
        }

        // Who disconnects in the emulator is signed out at the broker, as they would be with TikTok.
        callbacks.PlaygroundWebhook = At(options.IssuerPort).AbsoluteUri + PlaygroundBroker.WebhookPath.TrimStart('/');
        callbacks.PlaygroundCallbacks.Add(At(options.IssuerPort).AbsoluteUri + PlaygroundBroker.CallbackPath.TrimStart('/'));
        return callbacks;
    }

    private static Task<WebApplication> StartAsync(WebApplication program, int port, string setting, CancellationToken cancellationToken)
        => Bind(port, setting, async () =>
        {
            await program.StartAsync(cancellationToken);
            return program;
        });

    private static async Task<T> Bind<T>(int port, string setting, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (VaultKeyException failure)
        {
            throw new PlaygroundException(
                $"{ErrorIds.SampleKeyUnusable}: The sample application's master key cannot be used. {failure.Message} It seals nothing that outlives the playground: delete the file, and a new one is made.", failure);
        }
        catch (Exception failure) when (failure.GetBaseException() is SocketException or IOException)
        {
            throw new PlaygroundException(
                $"{ErrorIds.PortTaken}: Port {port} cannot be used ({failure.GetBaseException().Message}). Another playground may be running; end it, or set {setting} to a free port.",
                failure);
        }
    }
}
