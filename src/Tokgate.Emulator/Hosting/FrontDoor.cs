using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Tokgate.Emulator.Hosting;

/// <summary>Where the real names are served by TLS, beside the emulator's own address: loopback, and nowhere else.</summary>
internal sealed record FrontDoor(int Port, X509Certificate2 Certificate)
{
    /// <summary>Both families where the machine has both: a client that asks for one of them only must not go out to the real TikTok.</summary>
    public static IReadOnlyList<IPAddress> Addresses { get; } = HasIPv6() ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    private static bool HasIPv6()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false; // containers are often started without it
        }
    }
}
