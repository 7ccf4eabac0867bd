using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;
using Tokgate.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the tokens of TikTok sign-ins in a vault.</summary>
public static class TikTokSignInVaultExtensions
{
    /// <summary>
    /// Adds a <see cref="TikTokVault"/> that takes the tokens of every sign-in by <see cref="TikTokExtensions.AddTikTok(AspNetCore.Authentication.AuthenticationBuilder)"/>, keeps them sealed, and refreshes them
    /// with the client key and secret of their scheme. The session carries the grant's id (<see cref="TikTokClaimTypes.Grant"/>) and no token; read the token by
    /// <see cref="AspNetCore.Http.TikTokHttpContextExtensions.GetTikTokAccessTokenAsync"/>, by a client with <see cref="TikTokTokenExtensions.AddTikTokToken"/>, or from
    /// <see cref="TikTokVault"/> itself. What is missing or wrong is reported when the application starts.
    /// </summary>
    /// <remarks>
    /// Beside it the application says where grants are kept: <c>services.AddTikTokVaultStore&lt;TContext&gt;()</c> of <c>Tokgate.Vault.EntityFrameworkCore</c>, on a context of its own. Apps that have no scheme any
    /// more need an <see cref="ITikTokAppSource"/> of the application, registered before.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. Null leaves everything to configuration and defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTikTokVault(this IServiceCollection services, Action<TikTokVaultOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<TikTokVaultOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure<IConfiguration>(TikTokVaultOptions.Complete).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TikTokVaultOptions>, TikTokVaultOptions.Validation>());
        services.TryAddSingleton<TikTokSchemes>();
        services.TryAddSingleton<ITikTokAppSource>(static provider => provider.GetRequiredService<TikTokSchemes>());
        services.TryAddSingleton<VaultSignIn>();
        return services.AddTikTokVault(static provider =>
        {
            var vault = provider.GetRequiredService<IOptions<TikTokVaultOptions>>().Value;
            return new MasterKeyRing(vault.MasterKey!, vault.OtherMasterKeys); // options without one are not valid
        });
    }
}
