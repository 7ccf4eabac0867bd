using Microsoft.Extensions.Options;
using Tokgate.Server.Connections;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>Whom the token proxy works for (<c>Tokgate:Proxy</c>). Without an entry it refuses everybody.</summary>
internal sealed class ProxyOptions
{
    public IList<ProxyClientOptions> Clients { get; } = [];

    internal sealed class Validation(IHostEnvironment environment) : IValidateOptions<ProxyOptions>
    {
        public ValidateOptionsResult Validate(string? name, ProxyOptions options)
        {
            var faults = options.Clients.SelectMany((client, index) => Faults(client).Select(fault => $"Tokgate__Proxy__Clients__{index}__{fault}")).ToList();
            if (options.Clients.Select(static client => client.ClientKey).Distinct(StringComparer.Ordinal).Count() != options.Clients.Count)
            {
                faults.Add("Tokgate__Proxy__Clients: two have the same ClientKey.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(static fault => $"{ErrorIds.ProxyInvalid}: {fault}"));
        }

        private IEnumerable<string> Faults(ProxyClientOptions client)
        {
            if (string.IsNullOrWhiteSpace(client.ClientKey))
            {
                yield return "ClientKey is missing. It is on the app's page at https://developers.tiktok.com/apps.";
                yield break;
            }

            if (client.ClientSecret is { } secret && ClientSecretFault(secret) is { } fault)
            {
                yield return $"ClientSecret {fault}";
            }

            if (client.CallerSecret is { Length: < ProxyClientOptions.ShortestCallerSecret })
            {
                yield return $"CallerSecret must have at least {ProxyClientOptions.ShortestCallerSecret} characters: whoever guesses it is the app.";
            }

            if (client.CallerSecret is not null && client.AllowWithoutSecret)
            {
                yield return "AllowWithoutSecret makes CallerSecret worthless: leave one of them out.";
            }

            if (client.Address is { } address)
            {
                foreach (var problem in TikTokEndpoints.At(address).Validate().Select(static problem => problem.Message).Distinct(StringComparer.Ordinal))
                {
                    yield return $"Address: {problem}";
                }
            }

            if (environment.IsProduction() && LeadsToEmulator(client))
            {
                yield return "Address or ClientSecret are an emulator's, where anybody signs in as anybody. That is refused in Production.";
            }
        }

        private static bool LeadsToEmulator(ProxyClientOptions client) => ConnectionRules.LeadsToEmulator(
            new TikTokAppConfig(client.ClientKey!) { Address = client.Address, ClientSecret = client.ClientSecret is { } secret && ClientSecretFault(secret) is null ? ClientSecret.From(secret) : null }); // checked before

        private static string? ClientSecretFault(string secret)
        {
            try
            {
                ClientSecret.From(secret);
                return null;
            }
            catch (ArgumentException fault)
            {
                return $"is none: {fault.Message}";
            }
        }
    }
}
