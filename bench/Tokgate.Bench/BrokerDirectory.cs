using System.Security.Cryptography;

namespace Tokgate.Bench;

/// <summary>An empty place for a broker, with a master key as an operator makes it.</summary>
internal static class BrokerDirectory
{
    public static async Task<DirectoryInfo> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-bench-");
        var key = Path.Combine(folder.FullName, "master.key");
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return folder;
    }
}
