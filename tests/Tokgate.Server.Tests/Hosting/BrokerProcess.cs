using System.Diagnostics;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>A broker in a process of its own, always at the same port, on SQLite or beside others on PostgreSQL: it can be killed and started again.</summary>
internal sealed class BrokerProcess(string directory, Uri tikTok, string? database = null, params string[] arguments) : IDisposable
{
    /// <summary>The line that the program writes when it listens.</summary>
    public const string Ready = "ready";

    // How long a start may take is asked by its own test, in work of the process; this only ends one that hangs.
    private static readonly TimeSpan Patience = 3 * Eventually.Patience;

    private Process? process;

    public int Port { get; } = FreePort.Next();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Returns when it is ready, and says how long that took from the process's start, and how much of it the process itself worked.</summary>
    public async Task<(TimeSpan Elapsed, TimeSpan Work)> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(BrokerProcess).Assembly.Location, $"{Port}", directory, tikTok.AbsoluteUri, .. database is null ? (string[])[] : [database], .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var clock = Stopwatch.StartNew();
        process = Process.Start(start)!; // dotnet runs this test
        using var patience = new CancellationTokenSource(Patience);
        using var http = new HttpClient { BaseAddress = Address };
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            return line == Ready && await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), patience.Token) == "ready"
                ? (clock.Elapsed, process.TotalProcessorTime)
                : throw new InvalidOperationException($"The broker did not start: {line}");
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The broker was not ready in {Patience.TotalSeconds:0} s, of which it worked {process.TotalProcessorTime.TotalSeconds:0.0} s.", exception);
        }
    }

    /// <summary>As the power would go: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        process!.Kill(); // it was started
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Asks it to stop, as whoever runs services does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]); // it was started
        kill.WaitForExit();
    }

    /// <summary>What it ended with, once it has ended by itself.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process!.WaitForExitAsync(patience.Token); // it was started
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Kill();
        }
    }
}
