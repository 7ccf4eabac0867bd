using System.Net;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>
/// Whether this machine's hosts file says that TikTok is this machine, as the emulator's drop-in does. No setting of ours would show it: the
/// addresses are TikTok's, and whoever listens signs anybody in as anybody.
/// </summary>
internal static class MachineNames
{
    private static readonly string[] Upstreams = [new TikTokEndpoints().Authorization.Host, new TikTokEndpoints().Api.Host, DouyinEndpoints.Default.Address.Host];

    private static string HostsFile => OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts") : "/etc/hosts";

    /// <exception cref="SetupException">It does, and the environment is Production.</exception>
    public static void Check(IHostEnvironment environment)
    {
        if (environment.IsProduction() && File.Exists(HostsFile) && LedHere(File.ReadAllText(HostsFile)) is { } name)
        {
            throw new SetupException(
                ErrorIds.UpstreamOnThisMachine,
                $"{HostsFile} leads {name} to this machine, so whatever listens here signs anybody in as anybody. That is refused in Production. If the emulator's drop-in is up, end it with `drop-in down`; else take the line out.");
        }
    }

    /// <summary>The first of TikTok's names that a line gives an address of this machine, or null.</summary>
    public static string? LedHere(string hosts) => (
        from line in hosts.Split('\n')
        let words = line.Split('#')[0].Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)
        where words.Length > 1 && IPAddress.TryParse(words[0], out var address) && IsHere(address)
        from word in words.Skip(1)
        where Upstreams.Contains(word.TrimEnd('.'), StringComparer.OrdinalIgnoreCase)
        select word).FirstOrDefault();

    // 0.0.0.0 is what lists of blocked names use, and connecting to it leads here as well.
    private static bool IsHere(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || (address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(address.MapToIPv4()));
}
