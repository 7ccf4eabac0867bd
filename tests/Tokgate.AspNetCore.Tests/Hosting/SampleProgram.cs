using System.Diagnostics;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>A program of <c>samples</c> as somebody would start it, in a process of its own on a free port.</summary>
internal sealed class SampleProgram : IDisposable
{
    private readonly Process _process;

    private SampleProgram(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<SampleProgram> StartAsync(string name, string directory, IReadOnlyDictionary<string, string> environment)
    {
        // With our own list of assemblies: a hosting start-up of these tests must be found beside the program.
        var start = new ProcessStartInfo("dotnet", ["exec", "--depsfile", Beside("Tokgate.AspNetCore.Tests.deps.json"), "--runtimeconfig", Beside($"{name}.runtimeconfig.json"), Beside($"{name}.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        try
        {
            return new SampleProgram(process, await process.ListeningAsync());
        }
        catch
        {
            End(process);
            throw;
        }
    }

    public void Dispose() => End(_process);

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }
}
