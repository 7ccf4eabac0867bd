using System.Diagnostics;

namespace Tokgate.Server.Connections;

/// <summary>How this server speaks to TikTok.</summary>
internal static class TikTokHttp
{
    // A redirect would carry the client secret or a token wherever it points. Nothing is asked for in compressed form: TikTok's answers fit into a packet or two.
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // traced, but a trace of ours, or what a browser says of its own, is nothing for TikTok
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // TikTokClient has its own for each request; a second timer only costs
    };
}
