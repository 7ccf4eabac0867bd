using System.Net;
using System.Net.Sockets;

namespace Tokgate.Server.Outgoing;

/// <summary>
/// Which addresses are somebody's on the public internet, by IANA's special-purpose registries. IPv6 is public only where it has been given out at all (2000::/3), so what is
/// translated, mapped, local or not yet thought of needs no line of its own.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork GivenOut = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments: Teredo, benchmarks, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: holds an IPv4 address of anybody's choice
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    private static readonly IPNetwork[] Special4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // "this" network; Linux takes 0.0.0.0 for itself
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT, and one cloud's metadata
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // one cloud's host agent, on an address that looks public
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and most clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
    ];

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(Special4, network => network.Contains(address)),

        // The first question is not idle: IPNetwork of .NET 10 compares a mapped address as IPv4 even with an IPv6 network, and says that 2000::/3 contains ::ffff:10.0.0.1.
        AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6 && GivenOut.Contains(address) && !Array.Exists(Special6, network => network.Contains(address)),
        _ => false,
    };
}
