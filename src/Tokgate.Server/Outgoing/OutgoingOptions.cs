using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

internal sealed class OutgoingOptions
{
    /// <value>
    /// Networks and ports, <c>CIDR:port</c> separated by commas, that calls to addresses which people enter may reach besides the public internet, and without TLS.
    /// IPv6 in brackets; <c>*</c> is every port. None by default; in Development every port of loopback, whatever stands here.
    /// </value>
    public string? PrivateTargets { get; set; }

    public IEnumerable<string> Entries => (PrivateTargets ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null if the entry is none. A port of null is every port.</summary>
    public static (IPNetwork Network, int? Port)? Parse(string entry)
    {
        var colon = entry.LastIndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var port = entry[(colon + 1)..];
        var number = 0;
        if (port != "*" && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is 0 or > ushort.MaxValue))
        {
            return null;
        }

        var place = entry[..colon];
        var isBracketed = place.StartsWith('[');
        if (isBracketed != place.Contains(':', StringComparison.Ordinal) || (isBracketed && place.Count(static character => character == ']') != 1))
        {
            return null;
        }

        place = place.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

        // Bits behind the prefix are a mistake of one of the two; the framework would drop them without a word.
        return place.Split('/') is [var address, _] && IPNetwork.TryParse(place, out var network) && network.PrefixLength > 0 && !network.BaseAddress.IsIPv4MappedToIPv6
            && network.BaseAddress.Equals(IPAddress.Parse(address))
            ? (network, port == "*" ? null : number)
            : null;
    }

    internal sealed class Validation : IValidateOptions<OutgoingOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutgoingOptions options)
        {
            var faults = options.Entries.Select(static (entry, index) => (Entry: entry, Place: index + 1)).Where(static one => Parse(one.Entry) is null)
                .Select(static one => $"{ErrorIds.PrivateTargetsInvalid}: entry {one.Place} of Tokgate__PrivateTargets is not a network with a port. Write 10.1.0.0/16:443, [fd00:1::]/32:8443 or 10.1.2.3/32:*, separated by commas; not the whole internet.")
                .ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
