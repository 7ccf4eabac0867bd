using Microsoft.Extensions.Options;
using Tokgate.Server.Connections;
using Tokgate.Server.Operations;
using Tokgate.Server.Pages;
using Tokgate.Server.Upstream.QrCodes;

namespace Tokgate.Server.Upstream;

internal static class UpstreamFeature
{
    public static IServiceCollection AddUpstream(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddUpstreamRoom(configuration);
        return services
            .AddSingleton<UpstreamBreaker>()
            .AddSingleton<UpstreamExchange>()
            .AddSingleton<AuthorizeProbe>()
            .AddSingleton<UpstreamStart>()
            .AddSingleton<UpstreamQuestion>()
            .AddSingleton<UpstreamRefusal>()
            .AddSingleton<SignInCompletion>()
            .AddSingleton<SignInArrival>()
            .AddSingleton<ConsentDoor>()
            .AddSingleton<CallbackEndpoints>()
            .AddSingleton<QrSeal>()
            .AddSingleton<QrStart>()
            .AddSingleton<QrLook>()
            .AddSingleton<QrEndpoints>();
    }

    /// <summary>Whatever waits for TikTok shares it.</summary>
    public static IServiceCollection AddUpstreamRoom(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UpstreamOptions>().Bind(configuration.GetSection("Tokgate:Upstream")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UpstreamOptions>, UpstreamOptions.Validation>();
        return services.AddSingleton<UpstreamRoom>();
    }

    public static void MapUpstream(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoint.Add(routes.MapGet(Connection.CallbackPath, HandleAsync));
        PeopleEndpoint.Add(routes.MapGet(Connection.CallbackPath + "/{connection}", HandleAsync));
        PeopleEndpoint.Add(routes.MapGet(QrEndpoints.Path, context => QrCodes().ShowAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(QrEndpoints.Path, context => QrCodes().ContinueAsync(context)));
        LimitedEndpoint.Add(routes.MapPost(QrEndpoints.StatusPath, context => QrCodes().TellAsync(context)));

        QrEndpoints QrCodes() => routes.ServiceProvider.GetRequiredService<QrEndpoints>();

        Task HandleAsync(HttpContext context) => routes.ServiceProvider.GetRequiredService<CallbackEndpoints>().HandleAsync(context);
    }
}
