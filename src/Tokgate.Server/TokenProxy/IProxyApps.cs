using Tokgate.Server.Connections;

namespace Tokgate.Server.TokenProxy;

/// <summary>Apps whose secrets are known beside the proxy's own settings.</summary>
internal interface IProxyApps
{
    TikTokApp? Find(string clientKey);
}
