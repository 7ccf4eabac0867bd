using System.Security.Cryptography;

namespace Tokgate.Bench;

/// <summary>An empty place for a broker, with a master key as an operator makes it.</summary>
internal static class BrokerDirectory
{
    public static async Task<DirectoryInfo> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-bench-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "master.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return folder;
    }
}
