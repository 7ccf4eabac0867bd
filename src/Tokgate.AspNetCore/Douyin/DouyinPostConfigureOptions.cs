using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tokgate.AspNetCore;

/// <summary>Completes the options from configuration, and looks at them with the environment in mind.</summary>
internal sealed class DouyinPostConfigureOptions(IConfiguration configuration, IHostEnvironment environment) : IPostConfigureOptions<DouyinOptions>
{
    public void PostConfigure(string? name, DouyinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.ClientId = TikTokCredentials.DouyinKey(options.ClientId, configuration);
        options.ClientSecret = TikTokCredentials.DouyinSecret(options.ClientSecret, configuration);
        options.Problems.AddRange(options.Endpoints is null
            ? [$"{ErrorIds.InvalidOptions}: Endpoints is null. Leave it as it is, or set it to DouyinEndpoints.Default."]
            : options.Endpoints.Validate().Select(static problem => problem.ToString()));
        options.BackchannelHttpHandler ??= TikTokCredentials.CreateBackchannel();
        if (environment.IsProduction())
        {
            options.Problems.AddRange(TikTokCredentials.NotForProduction(options.Endpoints?.Address is { IsAbsoluteUri: true, IsLoopback: true }, options.ClientSecret, "Douyin"));
        }
    }
}
