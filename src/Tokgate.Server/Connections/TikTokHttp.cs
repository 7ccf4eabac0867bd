using System.Diagnostics;
using System.Net;

namespace Tokgate.Server.Connections;

/// <summary>How this server speaks to TikTok.</summary>
internal static class TikTokHttp
{
    // A redirect would carry the client secret or a token wherever it points.
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // traced, but a trace of ours, or what a browser says of its own, is nothing for TikTok
    });
}
