using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>This program again, in another role, on a core of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long MemoryMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    public static ServerProcess Start(int core, params string[] arguments)
    {
        var program = Environment.ProcessPath!; // a running program has a path
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? StartProgram(core, program, [typeof(ServerProcess).Assembly.Location, .. arguments])
            : StartProgram(core, program, arguments); // the program's own executable needs no assembly
    }

    /// <summary>Any program that writes its address as its first line.</summary>
    public static ServerProcess StartProgram(int core, string program, params IEnumerable<string> arguments)
    {
        // taskset, so that the runtime itself sees one core from its first moment.
        var start = new ProcessStartInfo("taskset", ["-c", $"{core}", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start.");
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{program} ended before it listened.");
        return new ServerProcess(process, new Uri(address));
    }

    public void Dispose()
    {
        // The end of its input is its sign to clean up and end.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
