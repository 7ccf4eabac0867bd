using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator.DropIn;

/// <summary>One set-up from its beginning to its end: changed, served, put back. The certificate's key lives in it and nowhere else.</summary>
internal sealed class DropInSession(DropInArguments arguments, DropInPlaces places, TextWriter report)
{
    /// <summary>The exit code of <c>run --check</c> when the command was content and TikTok would not be.</summary>
    private const int Departed = 3;

    /// <summary>The command's exit code, or 0 when somebody ended <c>up</c>.</summary>
    /// <exception cref="InvalidOperationException">It could not begin, or not everything could be put back; the message says what.</exception>
    public async Task<int> RunAsync()
    {
        var options = ReadOptions();
        using var machine = Take();
        var setup = new MachineSetup(places, new DiskFiles());
        PutBack(setup); // what a killed set-up left behind
        try
        {
            using var authority = LocalAuthority.Create(TimeProvider.System, Environment.MachineName, RealNames.All);
            options.FrontDoor = new FrontDoor(arguments.HttpsPort, authority.Leaf);
            EnsurePortIsFree();
            await using var emulator = await EmulatorHost.StartAsync(options, CancellationToken.None);
            try
            {
                setup.Up(authority, emulator.BaseAddress);
                await DropInApp.RegisterAsync(emulator.BaseAddress, arguments);
                return await ServeAsync(emulator, authority, setup);
            }
            finally
            {
                PutBack(setup);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInNotPermitted}: The machine cannot be set up: {failure.Message}", failure);
        }
        finally
        {
            if (!File.Exists(places.JournalFile))
            {
                await machine.RemoveDirectoryAsync();
            }
        }
    }

    /// <summary>What holds before anything is touched.</summary>
    public static void Check(TikTokEmulatorOptions options)
    {
        StartChecks.Enforce(options); // refuses Production
        if (options.DangerousListenAddress is not null)
        {
            throw new InvalidOperationException(
                $"{ErrorIds.DropInNotLoopback}: The drop-in serves TikTok's names on loopback only, and DangerousListenAddress (Emulator__DangerousListenAddress) is set. Take it out.");
        }

        if (OperatingSystem.IsWindows())
        {
            throw new InvalidOperationException($"{ErrorIds.DropInUnsupported}: The drop-in works on Linux and macOS. On Windows run it and the program under test in WSL 2.");
        }
    }

    private TikTokEmulatorOptions ReadOptions()
    {
        var options = ProgramOptions.Read(arguments.EmulatorArguments);
        Check(options);
        var isPortSet = Environment.GetEnvironmentVariable("Emulator__Port") is not null
            || arguments.EmulatorArguments.Any(argument => argument.Contains("Emulator:Port", StringComparison.OrdinalIgnoreCase));
        options.Port = arguments.Verb == "run" && !isPortSet ? 0 : options.Port; // runs may go on side by side
        return options;
    }

    private MachineLock Take()
    {
        try
        {
            return MachineLock.TryTake(places.StateDirectory)
                ?? throw new InvalidOperationException($"{ErrorIds.DropInRunning}: A drop-in is up on this machine already. End it with Ctrl+C where it runs, or with `drop-in down`.");
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new InvalidOperationException(
                $"{ErrorIds.DropInNotPermitted}: Only root may change the hosts file and what the system trusts: {failure.Message} Start it with sudo, or use `drop-in run`, which needs no rights on Linux.", failure);
        }
    }

    private static void PutBack(MachineSetup setup)
    {
        var left = setup.Down();
        if (left.Count > 0)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInLeftovers}: Not everything could be put back. {string.Join(' ', left)} Then run `drop-in down`.");
        }

        setup.Clear();
    }

    private void EnsurePortIsFree()
    {
        foreach (var address in FrontDoor.Addresses)
        {
            try
            {
                using var probe = new TcpListener(address, arguments.HttpsPort);
                probe.Start();
            }
            catch (SocketException failure)
            {
                throw new InvalidOperationException(
                    $"{ErrorIds.DropInPortUnavailable}: TikTok's names cannot be served on {new IPEndPoint(address, arguments.HttpsPort)}: {failure.Message}. "
                    + "End what listens there, use `drop-in run --offline`, which has ports of its own, or serve on another port with --https-port and redirect 443 to it.", failure);
            }
        }
    }

    private async Task<int> ServeAsync(RunningEmulator emulator, LocalAuthority authority, MachineSetup setup)
    {
        await report.WriteLineAsync(DropInReport.Text(arguments, places, emulator.BaseAddress, authority, setup.Report));
        if (arguments.Verb == "up")
        {
            // A terminal that is closed ends the host in no other way, and the machine would stay as it is.
            using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                emulator.App.Lifetime.StopApplication();
            });
            await emulator.App.WaitForShutdownAsync();
            return 0;
        }

        if (emulator.App.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return 130; // somebody ended it before it began
        }

        var code = await CommandRun.RunAsync(arguments.Command, Variables.Of(places, emulator.BaseAddress, Environment.GetEnvironmentVariable));
        return arguments.Check ? await JudgeAsync(emulator, code) : code;
    }

    /// <summary>A command that failed keeps its own code: that is what somebody looks for first.</summary>
    private async Task<int> JudgeAsync(RunningEmulator emulator, int code)
    {
        var check = emulator.Parts.Checker.Report();
        await report.WriteLineAsync(check.ToString());
        return code == 0 && check.Fails() ? Departed : code;
    }
}
