using System.Diagnostics;
using System.IO.Compression;

namespace Tokgate.Cli.Tests;

/// <summary>The tool as it is shipped: packed, installed from the package and run.</summary>
public sealed class PackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_package_installs_and_runs_and_has_no_emulator_in_it()
    {
        using var directory = new TempDirectory();
        var build = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // bin/Debug/net10.0 or bin/Release/net10.0
        await RunAsync("dotnet", "pack", Path.Combine(Repository.Root, "src", "Tokgate.Cli"), "--no-build", "--no-restore", "-c", build, "-o", directory.Path, "-v", "q");
        var package = Assert.Single(Directory.GetFiles(directory.Path, "*.nupkg"));
        using (var archive = await ZipFile.OpenReadAsync(package))
        {
            var names = archive.Entries.Select(static entry => entry.FullName).ToList();
            Assert.Contains(names, static name => name.EndsWith("/Tokgate.Server.dll", StringComparison.Ordinal));
            Assert.DoesNotContain(names, static name => name.Contains("Emulator", StringComparison.OrdinalIgnoreCase) || name.Contains("Playground", StringComparison.OrdinalIgnoreCase));
        }

        await RunAsync("dotnet", "tool", "install", "Tokgate.Cli", "--tool-path", directory["bin"], "--add-source", directory.Path);
        var schema = await RunAsync(Path.Combine(directory["bin"], "tokgate"), "schema");
        Assert.Contains("Tokgate configuration", schema, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!; // it is there, or this throws
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await error}");
        return await output;
    }
}
