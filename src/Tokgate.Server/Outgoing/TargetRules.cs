using System.Net;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

/// <summary>
/// Where a call may go whose address a person entered. <see cref="Fault"/> tells that person early what can never work; what protects is <see cref="MayReach"/>,
/// which is asked about the very address that is connected to.
/// </summary>
internal sealed class TargetRules
{
    private const int MaxLength = 2048;

    private readonly (IPNetwork Network, int? Port)[] listed;

    public TargetRules(IOptions<OutgoingOptions> options, IHostEnvironment environment) => listed =
    [
        .. options.Value.Entries.Select(static entry => OutgoingOptions.Parse(entry)!.Value), // validated at start
        .. environment.IsDevelopment() ? [(IPNetwork.Parse("127.0.0.0/8"), null), (IPNetwork.Parse("::1/128"), null)] : Array.Empty<(IPNetwork Network, int? Port)>(),
    ];

    // IPv4 in IPv6 clothes is refused before anybody is asked: the framework's networks see through them, and so would what is listed.
    public bool MayReach(IPAddress address, int port, bool isHttps) => !address.IsIPv4MappedToIPv6 && (
        Array.Exists(listed, target => (target.Port ?? port) == port && target.Network.Contains(address)) || (isHttps && PublicAddress.Is(address)));

    /// <summary>Null if it may be registered, otherwise why not. Names are not looked up: what they stand for today says nothing about tomorrow.</summary>
    public string? Fault(string address)
    {
        if (address.Length is 0 or > MaxLength || address.Any(static character => character is <= ' ' or > '~' or '\\' or '"' or '<' or '>'))
        {
            return "is empty, too long or has a character that may not stand in a URL";
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.IdnHost.Length == 0)
        {
            return "is not an absolute https address";
        }

        if (uri.UserInfo.Length > 0 || address.Contains('@', StringComparison.Ordinal))
        {
            return "has a user name";
        }

        if (address.Contains('#', StringComparison.Ordinal))
        {
            return "has a fragment";
        }

        return MayBe(uri) ? null
            : uri.Scheme == Uri.UriSchemeHttp ? "is http and its target is not listed in Tokgate__PrivateTargets"
            : "names an address that is not on the public internet and is not listed in Tokgate__PrivateTargets";
    }

    private bool MayBe(Uri uri)
    {
        var isHttps = uri.Scheme == Uri.UriSchemeHttps;
        var host = uri.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out var address))
        {
            return MayReach(address, uri.Port, isHttps);
        }

        // RFC 6761: these names are loopback, whatever a resolver says.
        if (host is "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return MayReach(IPAddress.Loopback, uri.Port, isHttps) || MayReach(IPAddress.IPv6Loopback, uri.Port, isHttps);
        }

        return isHttps || Array.Exists(listed, target => (target.Port ?? uri.Port) == uri.Port);
    }
}
