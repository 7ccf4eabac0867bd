using System.Net;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Operations;

internal sealed class ForwardingOptions
{
    /// <value>Addresses and networks, separated by commas, whose X-Forwarded-For counts. Nobody's by default.</value>
    public string? KnownProxies { get; set; }

    public IEnumerable<string> Entries => (KnownProxies ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null if it is none. Bits behind the prefix are a mistake of one of the two, which the framework would drop without a word; IPv4 is written as IPv4.</summary>
    public static IPNetwork? Parse(string entry)
    {
        var parts = entry.Split('/');
        if (!IPAddress.TryParse(parts[0], out var address) || address.IsIPv4MappedToIPv6)
        {
            return null;
        }

        return parts.Length == 1 ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(entry, out var network) && network.PrefixLength > 0 && network.BaseAddress.Equals(address) ? network
            : null;
    }

    internal sealed class Validation(IConfiguration configuration) : IValidateOptions<ForwardingOptions>
    {
        public ValidateOptionsResult Validate(string? name, ForwardingOptions options)
        {
            var faults = options.Entries.Where(static entry => Parse(entry) is null)
                .Select(static _ => $"{ErrorIds.KnownProxiesInvalid}: Tokgate__KnownProxies must be addresses or networks (10.0.0.0/8), separated by commas, without bits behind the prefix, IPv4 written as IPv4, and not the whole internet.")
                .Distinct().ToList();

            // It makes the framework believe X-Forwarded-For from everybody, and with it every limit per address is void (T-44).
            if (configuration.GetValue<bool>("FORWARDEDHEADERS_ENABLED"))
            {
                faults.Add($"{ErrorIds.ForwardedHeadersSwitch}: ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts every peer's forwarded headers. Unset it and name your proxies in Tokgate__KnownProxies.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
