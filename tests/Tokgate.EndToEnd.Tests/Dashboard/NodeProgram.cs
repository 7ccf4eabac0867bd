using System.Collections.Concurrent;
using System.Diagnostics;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A program on Node in a folder of its own, with the npm packages of tests/peers beside it.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    private NodeProgram()
    {
    }

    /// <param name="files">Name and content; the first one is run.</param>
    /// <param name="environment">Beside what the tests have.</param>
    /// <param name="ready">Where it answers when it is up.</param>
    public static async Task<NodeProgram> StartAsync(IReadOnlyList<(string Name, string Text)> files, IReadOnlyDictionary<string, string> environment, Uri ready)
    {
        var program = new NodeProgram();
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(program._folder[name], text);
        }

        // Packages are found beside the program, as after npm install.
        var express = PeerFiles.Find("express", "package.json");
        Directory.CreateSymbolicLink(program._folder["node_modules"], Path.GetDirectoryName(Path.GetDirectoryName(express)!)!); // a file in a folder
        var start = new ProcessStartInfo("node") { WorkingDirectory = program._folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(files[0].Name);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        program._process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        program._process.OutputDataReceived += (_, line) => program._said.Enqueue(line.Data ?? "");
        program._process.ErrorDataReceived += (_, line) => program._said.Enqueue(line.Data ?? "");
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(program._process.HasExited, "The program ended: " + string.Join('\n', program._said));
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
