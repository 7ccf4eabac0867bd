using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>Options of one HTTP client that carries TikTok tokens.</summary>
public sealed class TikTokTokenOptions
{
    /// <summary>
    /// How long one request waits in all for TikTok's rate limit (HTTP 429): as <c>Retry-After</c> says, else ever longer from one second on. What would take longer is given back as 429 at
    /// once. TikTok counts calls per sliding minute. Zero does not wait.
    /// </summary>
    /// <value>Default: 1 minute. At most 10 minutes; <see cref="HttpClient.Timeout"/> (100 s unless set) ends longer waits.</value>
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromMinutes(1);

    internal sealed class Validation(IServiceProvider services) : IValidateOptions<TikTokTokenOptions>
    {
        public ValidateOptionsResult Validate(string? name, TikTokTokenOptions options)
        {
            List<string> problems = [];
            if (options.MaxRateLimitWait < TimeSpan.Zero || options.MaxRateLimitWait > TimeSpan.FromMinutes(10))
            {
                problems.Add($"{ErrorIds.TokenOptionOutOfRange}: {nameof(MaxRateLimitWait)} must be from zero to 10 minutes; the default is 1 minute.");
            }

            if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(TikTokVault)) == false)
            {
                problems.Add($"{ErrorIds.VaultMissing}: AddTikTokToken() has no vault to take tokens from. Call services.AddTikTokVault().");
            }

            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
