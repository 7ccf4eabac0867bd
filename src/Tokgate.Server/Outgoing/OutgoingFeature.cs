using Microsoft.Extensions.Options;

namespace Tokgate.Server.Outgoing;

internal static class OutgoingFeature
{
    public static IServiceCollection AddOutgoing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutgoingOptions>().Bind(configuration.GetSection("Tokgate")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutgoingOptions>, OutgoingOptions.Validation>();
        services.AddOptions<DeliveryOptions>().Bind(configuration.GetSection("Tokgate:Deliveries")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptions.Validation>();
        return services.AddSingleton<TargetRules>()
            .AddSingleton<INameResolver, SystemNameResolver>()
            .AddSingleton<OutgoingHttp>()
            .AddSingleton<DeliveryAttempt>()
            .AddHostedService<DeliveryHostedService>();
    }
}
