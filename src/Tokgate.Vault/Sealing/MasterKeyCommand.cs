using System.ComponentModel;
using System.Diagnostics;

namespace Tokgate.Vault;

/// <summary>A master key that a program unwraps, so that any key management service fits: it writes 32 bytes in base64 to its standard output.</summary>
/// <param name="program">The program; it is run directly, without a shell.</param>
/// <param name="arguments">Its arguments. They can be seen by other users of the machine: name the wrapped key, do not pass secrets.</param>
public sealed class MasterKeyCommand(string program, params IReadOnlyList<string> arguments) : IMasterKeySource
{
    /// <summary>How long the program may take.</summary>
    /// <value>Default: 30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public MasterKey Load()
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start) ?? throw Failed("did not start", null);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Timeout) || !output.Wait(Timeout))
            {
                process.Kill(entireProcessTree: true);
                throw Failed($"did not end within {Timeout.TotalSeconds:0} s", null);
            }

            // What it wrote is never repeated: it may be the key.
            return process.ExitCode == 0 ? MasterKey.FromBase64(output.Result) : throw Failed($"ended with code {process.ExitCode}", null);
        }
        catch (Win32Exception exception)
        {
            throw Failed("could not be run", exception);
        }
    }

    private VaultKeyException Failed(string how, Exception? cause) =>
        new(ErrorIds.UnwrapCommandFailed, $"The command that unwraps the master key, {program}, {how}.", cause);
}
