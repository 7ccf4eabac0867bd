using System.Net;
using System.Net.Sockets;

namespace Tokgate.TestKit;

/// <summary>A port that nobody had a moment ago, for programs that must know their address before they listen.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
