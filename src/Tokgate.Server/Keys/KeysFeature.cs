using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Keys;

internal static class KeysFeature
{
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<KeysOptions>, KeysOptions.Validation>();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysOptions.Validation>();
        services.AddSingleton<MasterKey>();
        services.AddSingleton<MasterKeySentinel>();
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<KeyRotation>();
        services.AddHostedService<KeyScheduleHostedService>();

        // A name of our own, or the cookies of another program of this process would be ours.
        services.AddDataProtection().SetApplicationName("tokgate-server");
        services.AddOptions<KeyManagementOptions>().Configure<MasterKey, ISealedSettingStore>(
            static (options, masterKey, settings) => options.XmlRepository = new SealedXmlRepository(masterKey, settings));
        return services;
    }
}
