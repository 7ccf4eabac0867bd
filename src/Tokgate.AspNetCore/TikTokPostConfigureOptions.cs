using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tokgate.AspNetCore;

/// <summary>Completes the options from configuration, and looks at them with the environment in mind.</summary>
internal sealed class TikTokPostConfigureOptions(IConfiguration configuration, IHostEnvironment environment, ILogger<TikTokHandler> logger)
    : IPostConfigureOptions<TikTokOptions>
{
    public void PostConfigure(string? name, TikTokOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.ClientId = TikTokCredentials.Key(options.ClientId, configuration);
        options.ClientSecret = TikTokCredentials.Secret(options.ClientSecret, configuration);

        options.Problems.AddRange(options.Endpoints.Validate().Select(static problem => problem.ToString()));
        options.BackchannelHttpHandler ??= TikTokCredentials.CreateBackchannel();

        if (environment.IsProduction())
        {
            ExamineForProduction(name, options);
        }
    }

    private void ExamineForProduction(string? name, TikTokOptions options)
    {
        if (options.Endpoints.Authorization.IsLoopback || options.Endpoints.Api.IsLoopback)
        {
            options.Problems.Add($"{ErrorIds.InvalidOptions}: Endpoints points at this machine while the environment is Production. The emulator lets anybody sign in "
                + "as anybody: remove the Endpoints setting, or set ASPNETCORE_ENVIRONMENT to Development.");
        }

        if (options.ClientSecret.Contains("not-for-production", StringComparison.Ordinal))
        {
            options.Problems.Add($"{ErrorIds.InvalidOptions}: ClientSecret is the emulator's published one while the environment is Production. Use the secret of your TikTok app.");
        }

        if (options.ClientId.StartsWith("sb", StringComparison.Ordinal))
        {
            Log.SandboxKeyInProduction(logger, name ?? TikTokDefaults.AuthenticationScheme);
        }
    }
}
