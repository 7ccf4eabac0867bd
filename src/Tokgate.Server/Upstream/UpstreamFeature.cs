using Microsoft.Extensions.Options;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;

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
            .AddSingleton<SignInCompletion>()
            .AddSingleton<ConsentDoor>()
            .AddSingleton<CallbackEndpoints>();
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

        Task HandleAsync(HttpContext context) => routes.ServiceProvider.GetRequiredService<CallbackEndpoints>().HandleAsync(context);
    }
}
