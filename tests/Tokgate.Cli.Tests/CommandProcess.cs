using System.Diagnostics;

namespace Tokgate.Cli.Tests;

/// <summary>The command line as a process, as a person or a script starts it.</summary>
internal static class CommandProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What a machine has set would say where its own server is.
    private static readonly string[] Foreign = ["Tokgate__", "TOKGATE_", "TIKTOK_", "AUTH_TIKTOK_", "ASPNETCORE_", "NO_COLOR"];

    public static Task<CommandAnswer> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public static async Task<CommandAnswer> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return new CommandAnswer(process.ExitCode, await output, await error);
    }

    public static Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(name => Array.Exists(Foreign, foreign => name.StartsWith(foreign, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Tokgate.Cli.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!; // dotnet runs this test
    }
}
