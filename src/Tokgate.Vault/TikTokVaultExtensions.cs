using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a <see cref="TikTokVault"/> to the services of an application.</summary>
public static class TikTokVaultExtensions
{
    /// <summary>
    /// Adds <see cref="TikTokVault"/> and its background work. What it stands on is registered beside it: a <see cref="VaultStores"/> (<c>AddTikTokVaultStore</c>), an
    /// <see cref="ITikTokAppSource"/>, and as many <see cref="IGrantEventReceiver"/> as wanted.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="keys">The master keys.</param>
    /// <param name="configure">Sets the options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTikTokVault(this IServiceCollection services, MasterKeyRing keys, Action<VaultOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return services.AddTikTokVault(_ => keys, configure);
    }

    /// <summary>As the other, with master keys that depend on services, such as configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="keys">Gives the master keys; called once.</param>
    /// <param name="configure">Sets the options; null leaves the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddTikTokVault(this IServiceCollection services, Func<IServiceProvider, MasterKeyRing> keys, Action<VaultOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(keys);
        var options = services.AddOptions<VaultOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VaultOptions>, VaultOptions.Validation>());
        services.TryAddSingleton(keys);
        services.TryAddSingleton(static provider =>
        {
            // First, for what gives the keys may know more about what is missing than a container does.
            var ring = provider.GetRequiredService<MasterKeyRing>();
            return new TikTokVault(
                provider.GetRequiredService<VaultStores>(),
                ring,
                provider.GetRequiredService<ITikTokAppSource>(),
                provider.GetRequiredService<IOptions<VaultOptions>>().Value,
                provider.GetServices<IGrantEventReceiver>(),
                provider.GetRequiredService<ILoggerFactory>(),
                provider.GetService<TimeProvider>());
        });
        services.AddHostedService<VaultHostedService>();
        return services;
    }
}
