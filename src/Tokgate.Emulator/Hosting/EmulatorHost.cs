using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>Builds and starts the web server. It reads no settings of its own: it may live in another program's process.</summary>
internal static class EmulatorHost
{
    // State has no documented limit, and Kestrel's 8 kB would be one.
    private const int LongestRequestLine = 16 * 1024;

    public static async Task<RunningEmulator> StartAsync(TikTokEmulatorOptions options, CancellationToken cancellationToken)
    {
        StartChecks.Enforce(options);
        var world = new World(options.TimeProvider ?? TimeProvider.System, [.. options.PlaygroundCallbacks], options.PlaygroundWebhook);
        var file = options.StateFile is { } path ? new StateFile(world, path) : null;
        file?.Load();
        var app = Build(options);
        var parts = new EmulatorParts(world);
        var router = new Router(parts, new HostGuard(options.AllowedHosts), new FaultStriker(world.Clock, app.Lifetime.ApplicationStopping), file);
        app.Run(router.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
            world.BaseAddress = AddressOf(app, options);
            world.MediaAddress = options.FrontDoor is null ? world.BaseAddress : new Uri($"https://{RealHosts.Web}");
            file?.Start(app.Logger);
            return new RunningEmulator(app, parts, file);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await app.DisposeAsync();
            await parts.DisposeAsync();
            throw new InvalidOperationException(
                $"{ErrorIds.CannotListen}: The TikTok emulator cannot listen on port {options.Port}: {failure.Message} Set Port (Emulator__Port) to a free one.", failure);
        }
    }

    private static WebApplication Build(TikTokEmulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "Tokgate.Emulator",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Development,
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Most;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            if (options.DangerousListenAddress is { } address)
            {
                kestrel.Listen(IPAddress.Parse(address), options.Port);
            }
            else if (options.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(options.Port);
            }

            foreach (var loopback in options.FrontDoor is null ? [] : FrontDoor.Addresses)
            {
                kestrel.Listen(loopback, options.FrontDoor!.Port, listen => listen.UseHttps(options.FrontDoor.Certificate)); // null has no addresses
            }
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is thrown, and told in one line
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        return builder.Build();
    }

    private static Uri AddressOf(WebApplication app, TikTokEmulatorOptions options)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses; // Kestrel has it
        var port = new Uri(addresses.First(static address => address.StartsWith("http:", StringComparison.Ordinal)).Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
        return new Uri(options.Port == 0 && options.DangerousListenAddress is null ? $"http://127.0.0.1:{port}" : $"http://localhost:{port}");
    }
}
