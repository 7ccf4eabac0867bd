using System.Diagnostics;

namespace Tokgate.TestKit;

/// <summary>What a web program in a process of its own says when it has started.</summary>
public static class StartedProgram
{
    private const string Listening = "Now listening on: ";

    /// <summary>Where it listens. What it says afterwards is thrown away: a full pipe would stop it.</summary>
    /// <param name="process">Its output is redirected; its errors may be, and are told if it ends.</param>
    public static async Task<Uri> ListeningAsync(this Process process)
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var errors = process.StartInfo.RedirectStandardError ? process.StandardError.ReadToEndAsync(CancellationToken.None) : Task.FromResult("");
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The program ended before it listened. {await errors}");
    }
}
