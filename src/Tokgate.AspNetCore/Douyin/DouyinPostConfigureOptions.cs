using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>Completes the options from configuration, and looks at them with the environment in mind.</summary>
internal sealed class DouyinPostConfigureOptions(IConfiguration configuration, IHostEnvironment environment) : IPostConfigureOptions<DouyinOptions>
{
    public void PostConfigure(string? name, DouyinOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        options.ClientId = TikTokCredentials.DouyinKey(options.ClientId, configuration);
        options.ClientSecret = TikTokCredentials.DouyinSecret(options.ClientSecret, configuration);
        options.Complete(options.Endpoints?.Validate(), nameof(DouyinEndpoints));
        if (environment.IsProduction())
        {
            options.Problems.AddRange(TikTokCredentials.NotForProduction(options.Endpoints?.Address is { IsAbsoluteUri: true, IsLoopback: true }, options.ClientSecret, "Douyin"));
        }
    }
}
