using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;
using Tokgate.TikTok;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a <see cref="TikTokClient"/> to the services of an application.</summary>
public static class TikTokClientExtensions
{
    /// <summary>
    /// Adds <see cref="TikTokClient"/> as a typed HTTP client. Client key and secret that <paramref name="configure"/> leaves empty come from the configuration
    /// values that <see cref="TikTokExtensions.AddTikTok(AspNetCore.Authentication.AuthenticationBuilder)"/> reads too. What is missing or wrong is
    /// reported when the application starts.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. Null leaves everything to configuration and defaults.</param>
    /// <returns>The HTTP client's builder, to add message handlers to.</returns>
    public static IHttpClientBuilder AddTikTokClient(this IServiceCollection services, Action<TikTokClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<TikTokClientOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure<Configuration.IConfiguration>(TikTokCredentials.Complete).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TikTokClientOptions>, TikTokClientOptionsValidator>();
        return services
            .AddHttpClient(nameof(TikTokClient))
            .ConfigurePrimaryHttpMessageHandler(TikTokCredentials.CreateBackchannel)
            .AddTypedClient(static (http, provider) => new TikTokClient(
                http, provider.GetRequiredService<IOptions<TikTokClientOptions>>().Value, provider.GetService<TimeProvider>()));
    }
}
