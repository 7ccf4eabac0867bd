using Tokgate.Server.Management;

namespace Tokgate.Server.Settings;

internal static class SettingsFeature
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services.AddSingleton<ProcessSettings>().AddSingleton<IManagementEndpoints, TenantSettingsEndpoints>();
}
