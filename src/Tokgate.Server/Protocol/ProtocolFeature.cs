using Microsoft.Extensions.Options;

namespace Tokgate.Server.Protocol;

internal static class ProtocolFeature
{
    public static IServiceCollection AddProtocol(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IssuerOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IssuerOptions.Validation>();
        services.AddSingleton<IPostConfigureOptions<IssuerOptions>>(static provider => provider.GetRequiredService<IssuerOptions.Validation>());
        services.AddSingleton<IValidateOptions<IssuerOptions>>(static provider => provider.GetRequiredService<IssuerOptions.Validation>());
        return services.AddSingleton<Issuer>();
    }
}
