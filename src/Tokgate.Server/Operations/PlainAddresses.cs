using System.Net;

namespace Tokgate.Server.Operations;

/// <summary>
/// IPv4 in IPv6 clothes becomes IPv4 before anybody is asked whether it is a known proxy: IPNetwork of .NET 10 compares such an address as IPv4 even with an IPv6
/// network, and says that fd00::/33 contains ::ffff:127.0.0.1 (T-44). A socket of both families gives peers that way, and some proxies write them so.
/// </summary>
internal static class PlainAddresses
{
    private const string ForwardedFor = "X-Forwarded-For";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } peer)
        {
            context.Connection.RemoteIpAddress = peer.MapToIPv4();
        }

        var headers = context.Request.Headers;
        if (headers.TryGetValue(ForwardedFor, out var hops) && hops.ToString() is var text && text.Contains(':', StringComparison.Ordinal))
        {
            headers[ForwardedFor] = string.Join(", ", text.Split(',').Select(Plain));
        }

        return next(context);
    }

    // What is no address stays as it is: the framework ends the chain there.
    private static string Plain(string hop) =>
        IPEndPoint.TryParse(hop.Trim(), out var point) && point.Address.IsIPv4MappedToIPv6 ? point.Address.MapToIPv4().ToString() : hop.Trim();
}
