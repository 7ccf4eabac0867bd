using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.PushedAuthorization;

internal static class PushedAuthorizationFeature
{
    public static IServiceCollection AddPushedAuthorization(this IServiceCollection services) => services.AddSingleton<PushedAuthorizationEndpoints>();

    public static void MapPushedAuthorization(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapPost(PushedAuthorizationEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<PushedAuthorizationEndpoints>().HandleAsync(context)));
        routes.MapPreflight(PushedAuthorizationEndpoints.Path, HttpMethods.Post);
    }
}
