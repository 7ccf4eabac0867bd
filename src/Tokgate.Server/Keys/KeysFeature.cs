using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

internal static class KeysFeature
{
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<KeysOptions>, KeysOptions.Validation>();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysOptions.Validation>();
        services.AddSingleton<BrokerKeys>();
        services.AddSingleton(static provider => provider.GetRequiredService<BrokerKeys>().CreateRing());
        services.AddSingleton<MasterKeySentinel>();
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<KeyRewrap>();
        services.AddHostedService<KeyScheduleHostedService>();
        services.AddHostedService<KeyRewrapHostedService>();

        // A name of our own, or the cookies of another program of this process would be ours.
        services.AddDataProtection().SetApplicationName("tokgate-server");
        services.AddOptions<KeyManagementOptions>().Configure<MasterKeyRing, ISealedSettingStore>(
            static (options, ring, settings) => options.XmlRepository = new SealedXmlRepository(ring, settings));
        return services;
    }
}
