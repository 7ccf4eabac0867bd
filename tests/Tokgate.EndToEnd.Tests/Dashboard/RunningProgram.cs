using System.Collections.Concurrent;
using System.Diagnostics;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A program that somebody has written from a quick start, in a folder of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    private RunningProgram()
    {
    }

    /// <param name="files">Name and content.</param>
    /// <param name="prepare">What stands around them, as an installation of the framework makes it; null for nothing.</param>
    /// <param name="command">A line for the shell.</param>
    /// <param name="environment">Beside what the tests have.</param>
    /// <param name="ready">Where it answers when it is up.</param>
    public static async Task<RunningProgram> StartAsync(
        IReadOnlyList<(string Name, string Text)> files, Func<string, Task>? prepare, string command, IReadOnlyDictionary<string, string> environment, Uri ready)
    {
        var program = new RunningProgram();
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(program._folder[name], text + "\n");
        }

        if (prepare is not null)
        {
            await prepare(program._folder.Path);
        }

        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = program._folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec " + command);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        program._process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
        program._process.OutputDataReceived += (_, line) => program._said.Enqueue(line.Data ?? "");
        program._process.ErrorDataReceived += (_, line) => program._said.Enqueue(line.Data ?? "");
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(program._process.HasExited, $"{command} ended: " + string.Join('\n', program._said));
                try
                {
                    using var answer = await http.GetAsync(ready);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the program listens");
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }
}
