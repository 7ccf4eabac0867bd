using Tokgate.Vault;

namespace Tokgate.Server.Vault;

internal static class VaultFeature
{
    /// <summary>After whatever makes the database ready, because the vault looks at it when the broker starts.</summary>
    public static IServiceCollection AddVault(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VaultOptions>().Bind(configuration.GetSection("Tokgate:Vault"));
        services.AddSingleton<TokenDoor>();
        services.AddSingleton<ITikTokAppSource, ConnectionApps>();
        return services.AddTikTokVault(static provider => provider.GetRequiredService<MasterKeyRing>());
    }
}
