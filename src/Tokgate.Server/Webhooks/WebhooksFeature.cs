using Microsoft.Extensions.Options;
using Tokgate.Server.Keys;
using Tokgate.Server.Operations;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Webhooks;

internal static class WebhooksFeature
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection("Tokgate:Webhooks")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptions.Validation>();
        return services
            .AddSingleton<ReceiverSecrets>()
            .AddSingleton<ISealedRows, ReceiverResealing>()
            .AddSingleton<ReceiverSeeding>()
            .AddSingleton<TikTokWebhookGate>()
            .AddSingleton<WebhookReach>()
            .AddSingleton<TikTokWebhookHandler>()
            .AddSingleton<WebhookEndpoints>()
            .AddSingleton<IDeliveryKind, WebhookDeliveryKind>()
            .AddHostedService<ReceiverHostedService>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        LimitedEndpoint.Add(routes.MapPost(WebhookEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<WebhookEndpoints>().HandleAsync(context)));
}
