using System.Diagnostics;

namespace Tokgate.Conventions.Tests.Docs.Blocks;

/// <summary>Whether bash can read what pages tell people to type. Nothing of it is run.</summary>
internal static class ShellSyntax
{
    public static IEnumerable<Violation> Faults(IEnumerable<CodeBlock> blocks)
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-commands-");
        try
        {
            var all = blocks.ToList();
            for (var number = 0; number < all.Count; number++)
            {
                File.WriteAllText(Path.Combine(folder.FullName, $"{number}"), all[number].Code + "\n");
            }

            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "for file in *; do bash -n \"$file\" 2>/dev/null || echo \"$file\"; done"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!; // bash is there wherever the tests run
            var bad = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return [.. bad.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(number => new Violation(
                all[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)].Where, "bash cannot read these commands", "Write them as one would type them"))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
