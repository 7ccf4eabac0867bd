using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;
using Tokgate.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an HTTP client carry the access token of a TikTok grant.</summary>
public static class TikTokTokenExtensions
{
    /// <summary>
    /// Adds the fresh access token to every request that goes to TikTok's API, which is where <see cref="TikTokOptions.Endpoints"/> of the schemes says; requests to other hosts, and requests that have
    /// an <c>Authorization</c> header already, pass as they are. The grant is that of the person whose request is being handled, or what
    /// <see cref="TikTokRequestExtensions.SetTikTokGrant"/> says.
    /// </summary>
    /// <remarks>
    /// A request that TikTok refuses with 401 <c>access_token_invalid</c> is sent once more with a fresh token; one that it refuses with 429 is sent again within
    /// <see cref="TikTokTokenOptions.MaxRateLimitWait"/>. Requests whose body may be readable only once (streams) are never sent again. Where there is no token nothing is sent: the response is a 401 when the
    /// person must sign in again and a 503 with <c>Retry-After</c> otherwise, in the form of TikTok's errors.
    /// </remarks>
    /// <param name="builder">The client's builder.</param>
    /// <param name="configure">Sets the options; null leaves the defaults.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder AddTikTokToken(this IHttpClientBuilder builder, Action<TikTokTokenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<TikTokTokenOptions>(builder.Name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TikTokTokenOptions>, TikTokTokenOptions.Validation>());
        builder.Services.AddHttpContextAccessor();
        builder.Services.TryAddSingleton<TikTokSchemes>();
        return builder.AddHttpMessageHandler(provider => new TikTokTokenHandler(
            provider.GetRequiredService<TikTokVault>(),
            provider.GetRequiredService<TikTokSchemes>(),
            provider.GetRequiredService<IHttpContextAccessor>(),
            provider.GetRequiredService<IOptionsMonitor<TikTokTokenOptions>>().Get(builder.Name),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
    }
}
