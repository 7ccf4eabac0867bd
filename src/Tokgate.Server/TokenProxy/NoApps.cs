using Tokgate.Server.Connections;

namespace Tokgate.Server.TokenProxy;

/// <summary>A proxy that stands alone has its settings and nothing else.</summary>
internal sealed class NoApps : IProxyApps
{
    public TikTokApp? Find(string clientKey) => null;
}
