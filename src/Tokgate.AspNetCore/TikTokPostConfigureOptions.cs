using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore.Login;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>Completes the options from configuration, and looks at them with the environment in mind.</summary>
internal sealed class TikTokPostConfigureOptions(IConfiguration configuration, IHostEnvironment environment, IServiceProvider services, TikTokLoginPlaces places, ILogger<TikTokHandler> logger)
    : IPostConfigureOptions<TikTokOptions>
{
    public void PostConfigure(string? name, TikTokOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.ClientId = TikTokCredentials.Key(options.ClientId, configuration);
        options.ClientSecret = TikTokCredentials.Secret(options.ClientSecret, configuration);
        options.Complete(options.Endpoints?.Validate(), nameof(TikTokEndpoints));

        if (places.Find(name) is { } prefix)
        {
            if (options.CallbackPath == TikTokDefaults.CallbackPath)
            {
                options.CallbackPath = $"{prefix}/callback/tiktok";
            }

            LoginFailures.Attach(options);
        }

        if (options.SaveTokens && services.GetService<IServiceProviderIsService>()?.IsService(typeof(VaultSignIn)) == true)
        {
            options.Problems.Add($"{ErrorIds.TokensKeptTwice}: SaveTokens is on beside AddTikTokVault(). The copy in the session dies with the vault's first refresh: remove SaveTokens, and read the token "
                + "by HttpContext.GetTikTokAccessTokenAsync().");
        }

        if (environment.IsProduction())
        {
            ExamineForProduction(name, options);
        }
    }

    private void ExamineForProduction(string? name, TikTokOptions options)
    {
        options.Problems.AddRange(TikTokCredentials.NotForProduction(options.Endpoints, options.ClientSecret));
        if (options.ClientId.StartsWith("sb", StringComparison.Ordinal))
        {
            Log.SandboxKeyInProduction(logger, name ?? TikTokDefaults.AuthenticationScheme);
        }
    }
}
