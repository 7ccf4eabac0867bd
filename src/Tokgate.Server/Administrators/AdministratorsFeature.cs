using Microsoft.Extensions.Options;

namespace Tokgate.Server.Administrators;

internal static class AdministratorsFeature
{
    public static IServiceCollection AddAdministrators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdministratorOptions>().Bind(configuration.GetSection("Tokgate:Administrators")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdministratorOptions>, AdministratorOptions.Validation>();
        return services.AddSingleton<AdministratorSessions>().AddSingleton<Invitations>();
    }
}
