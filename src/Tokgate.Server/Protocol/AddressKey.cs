using System.Net;
using System.Net.Sockets;

namespace Tokgate.Server.Protocol;

/// <summary>One spelling per peer: IPv4 in IPv6 clothes is IPv4, and an IPv6 peer is its /64, since everybody has 2^64 addresses to rotate through (T-44).</summary>
internal static class AddressKey
{
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "local";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Convert.ToHexStringLower(bytes[..8]) + "::/64";
    }
}
