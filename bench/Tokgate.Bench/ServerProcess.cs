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
        // taskset, so that the runtime itself sees one core from its first moment.
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-c", $"{core}", Environment.ProcessPath!, typeof(ServerProcess).Assembly.Location }.Concat(arguments)) // a running program has a path
        {
            start.ArgumentList.Add(argument);
        }

        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase)) // as above
        {
            start.ArgumentList.RemoveAt(3); // the program's own executable needs no assembly
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start.");
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The {arguments[0]} process ended before it listened.");
        return new ServerProcess(process, new Uri(address));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
