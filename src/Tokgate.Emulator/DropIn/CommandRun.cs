using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Tokgate.Emulator.DropIn;

/// <summary>Somebody's command, on our terminal, to its end.</summary>
internal static class CommandRun
{
    public static async Task<int> RunAsync(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1));
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        // The terminal sends Ctrl+C to the command too. Other signals come to this process alone, and what was set up must outlive the command.
        var ending = 0;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var process = Start(start);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        await process.WaitForExitAsync();
        return process.ExitCode;

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (Interlocked.Exchange(ref ending, 1) == 0)
            {
                Signal(process.Id);
            }
        }
    }

    /// <summary>Asks a process to end. What is wrong with that, or null.</summary>
    public static string? Signal(int processId) => Tool.Fault("sh", "-c", "kill -TERM \"$0\"", processId.ToString(CultureInfo.InvariantCulture));

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // a program was named
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInCommandUnusable}: {start.FileName} cannot be started: {failure.Message}", failure);
        }
    }
}
