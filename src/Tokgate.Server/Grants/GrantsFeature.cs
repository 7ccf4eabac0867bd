using Microsoft.Extensions.Options;

namespace Tokgate.Server.Grants;

internal static class GrantsFeature
{
    public static IServiceCollection AddGrants(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GrantsOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<GrantsOptions>, GrantsOptions.Validation>();
    }
}
