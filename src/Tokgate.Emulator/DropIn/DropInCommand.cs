using System.Globalization;

namespace Tokgate.Emulator.DropIn;

/// <summary><c>drop-in …</c>: TikTok's real names, served by the emulator to programs of which not a line is changed.</summary>
/// <remarks>
/// Owns the verbs, what they do to a machine, and the way back: <see cref="DropInSession"/> is one set-up, <see cref="MachineSetup"/> its changes,
/// <see cref="Isolation"/> the way to have it without any. Owns no endpoint: what is served under the real names is the emulator's, by
/// <see cref="Hosting.RealNames"/>, and the control API is not among it.
/// </remarks>
internal static class DropInCommand
{
    public const string Name = "drop-in";

    /// <summary>The exit code of <c>run</c> when the command was not run.</summary>
    private const int NotRun = 125;

    /// <summary>In tenths of a second.</summary>
    private const int LongPatience = 300;
    private const int ShortPatience = 20;

    /// <param name="args">What stands after <see cref="Name"/>.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args.TakeWhile(argument => argument != "--").Any(argument => argument is "--help" or "-h"))
        {
            await Console.Out.WriteLineAsync(DropInArguments.Help);
            return 0;
        }

        try
        {
            var arguments = DropInArguments.Parse(args);
            var places = DropInPlaces.OfThisMachine();
            return arguments.Verb switch
            {
                "up" => await new DropInSession(arguments, places, Console.Out).RunAsync(),
                "run" when arguments.Inside is { } directory => await RunInsideAsync(arguments, places, directory),
                "run" when arguments.Machine => await new DropInSession(arguments, places, Console.Error).RunAsync(),
                "run" => await Isolation.RunAsync(arguments, args),
                "down" => await DownAsync(places),
                "env" => await PrintVariablesAsync(places),
                _ => await PrintStatusAsync(places),
            };
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(failure is IOException ? $"{ErrorIds.DropInLeftovers}: {failure.Message} Run `drop-in down` again." : failure.Message);
            return args is ["run", ..] ? NotRun : 1;
        }
    }

    private static Task<int> RunInsideAsync(DropInArguments arguments, DropInPlaces places, string directory)
    {
        var caller = PrivateMounts.AsCaller();
        var inside = new PrivateMounts(directory).Prepare(places, arguments.Offline);
        return new DropInSession(arguments with { Command = [.. caller, .. arguments.Command] }, inside, Console.Error).RunAsync();
    }

    /// <summary>Ends an <c>up</c> that runs, then puts back whatever is left.</summary>
    private static async Task<int> DownAsync(DropInPlaces places)
    {
        try
        {
            using var machine = await TakeAsync(places);
            var setup = new MachineSetup(places, new DiskFiles());
            var left = setup.Down();
            if (left.Count > 0)
            {
                throw new InvalidOperationException($"{ErrorIds.DropInLeftovers}: Not everything could be put back. {string.Join(' ', left)} Then run `drop-in down` again.");
            }

            setup.Clear();
            await machine.RemoveDirectoryAsync();
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInNotPermitted}: Only root may put the machine back: {failure.Message} Start it with sudo.", failure);
        }

        await Console.Out.WriteLineAsync("Nothing of the drop-in is on this machine.");
        return 0;
    }

    private static async Task<MachineLock> TakeAsync(DropInPlaces places)
    {
        if (MachineLock.TryTake(places.StateDirectory) is { } free)
        {
            return free;
        }

        // Of a killed one a child may hold the lock for a moment more.
        var patience = new Journal(new DiskFiles(), places.JournalFile).Read() is [{ Text: { } id }, ..] && CommandRun.Signal(int.Parse(id, CultureInfo.InvariantCulture)) is null ? LongPatience : ShortPatience;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var looks = 0; looks < patience && await timer.WaitForNextTickAsync(); looks++)
        {
            if (MachineLock.TryTake(places.StateDirectory) is { } taken)
            {
                return taken;
            }
        }

        throw new InvalidOperationException($"{ErrorIds.DropInRunning}: A drop-in is up on this machine and does not end. End it with Ctrl+C where it runs, then try again.");
    }

    private static async Task<int> PrintVariablesAsync(DropInPlaces places)
    {
        foreach (var (name, value) in Variables.Of(places, await ControlOfAsync(places), Environment.GetEnvironmentVariable))
        {
            await Console.Out.WriteLineAsync($"export {name}='{value.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        }

        return 0;
    }

    private static async Task<int> PrintStatusAsync(DropInPlaces places)
    {
        if (!Directory.Exists(places.StateDirectory))
        {
            await Console.Out.WriteLineAsync("Nothing of the drop-in is on this machine.");
            return 1;
        }

        var control = await ControlOfAsync(places);
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(new Uri(control, "/health/ready"));
            await Console.Out.WriteLineAsync($"TikTok's names are the emulator's on this machine. Its own address is {control}");
            return 0;
        }
        catch (HttpRequestException)
        {
            await Console.Out.WriteLineAsync("A set-up was killed and is still on this machine. `drop-in down` puts everything back.");
            return 1;
        }
    }

    private static async Task<Uri> ControlOfAsync(DropInPlaces places)
    {
        if (!File.Exists(places.ControlFile))
        {
            throw new InvalidOperationException($"{ErrorIds.DropInNotUp}: No drop-in is up on this machine. Start one with `drop-in up`, or use `drop-in run`, which sets the variables itself.");
        }

        return new Uri(await File.ReadAllTextAsync(places.ControlFile));
    }
}
