using System.Diagnostics;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>A console program of <c>samples</c>, built beside these tests, in a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private readonly Process _process;

    public SampleProcess(string name, params string[] arguments)
    {
        string[] command = ["exec", "--depsfile", Beside("Tokgate.EndToEnd.Tests.deps.json"), "--runtimeconfig", Beside($"{name}.runtimeconfig.json"), Beside($"{name}.dll")];
        var start = new ProcessStartInfo("dotnet", [.. command, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    /// <summary>Where it listens, if it is a web program.</summary>
    public Task<Uri> ListeningAsync() => _process.ListeningAsync();

    /// <summary>What it still had to say, once it has ended well.</summary>
    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        var errors = Errors.ReadToEndAsync(cancellationToken);
        var said = await Output.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        Assert.Equal(("", 0), (await errors, _process.ExitCode));
        return said;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
