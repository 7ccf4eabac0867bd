using System.Net;
using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator.DropIn;

/// <summary>The lines that lead the real names to this machine, and whether other lines lead them elsewhere.</summary>
internal static class HostsBlock
{
    public const string Begin = "# >>> Tokgate drop-in emulator: TikTok's names lead to this machine. `drop-in down` takes these lines out.";
    public const string End = "# <<< Tokgate drop-in emulator";

    /// <summary>Both families, whether or not the machine speaks both: a name without an IPv6 address here would be asked for at a DNS server.</summary>
    public static string Text { get; } = string.Join(
        '\n',
        [Begin, .. RealNames.All.SelectMany(name => (string[])[$"{IPAddress.Loopback} {name}", $"{IPAddress.IPv6Loopback} {name}"]), End, ""]);

    /// <summary>The first line that maps one of the names already, or null. The first one in the file counts, so ours would do nothing.</summary>
    public static string? OtherMapping(string hosts) => hosts.Split('\n').Select(line => line.Trim())
        .FirstOrDefault(line => line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1).Any(RealNames.Has));
}
