using System.ComponentModel;
using System.Diagnostics;

namespace Tokgate.Emulator.DropIn;

/// <summary>Programs of the system that do one thing and end.</summary>
internal static class Tool
{
    /// <summary>Null when it did what it was asked; else what it said.</summary>
    public static string? Fault(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!; // a program was named
            process.StandardInput.Close(); // nobody is there to answer a question
            var output = process.StandardOutput.ReadToEndAsync();
            var said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            var rest = output.GetAwaiter().GetResult().Trim();
            return process.ExitCode == 0 ? null : said.Length > 0 ? said : rest.Length > 0 ? rest : $"{program} ended with {process.ExitCode}";
        }
        catch (Win32Exception failure)
        {
            return $"{program} cannot be started: {failure.Message}";
        }
    }

    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}
