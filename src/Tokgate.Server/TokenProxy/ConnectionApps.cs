using Tokgate.Server.Connections;

namespace Tokgate.Server.TokenProxy;

/// <summary>Beside a broker: what its connections have.</summary>
internal sealed class ConnectionApps(ConnectionDirectory directory) : IProxyApps
{
    public TikTokApp? Find(string clientKey) => directory.FindApp(clientKey);
}
