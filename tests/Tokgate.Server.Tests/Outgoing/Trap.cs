using System.Net;
using System.Net.Sockets;

namespace Tokgate.Server.Tests.Outgoing;

/// <summary>Listens on every address of this machine, and hears nothing if the guard does its work.</summary>
internal sealed class Trap : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.IPv6Any, 0);

    public Trap()
    {
        listener.Server.DualMode = true;
        listener.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool IsSilent => !listener.Pending();

    public void Dispose() => listener.Dispose();
}
