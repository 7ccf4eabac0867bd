using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>The server as an operator deploys it: published for this platform, which compiles it ahead of time.</summary>
internal static class PublishedServer
{
    public static async Task<string> PublishAsync(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Tokgate.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("This program does not stand in the repository.");
        }

        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(root.FullName, "src", "Tokgate.Server"), "-c", "Release", "-r", "linux-x64", "--no-self-contained", "-o", folder, "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        })!; // throws if there is no dotnet
        var told = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, "Tokgate.Server") : throw new InvalidOperationException(told);
    }
}
