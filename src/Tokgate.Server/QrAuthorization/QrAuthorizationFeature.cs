using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.QrAuthorization;

internal static class QrAuthorizationFeature
{
    public static IServiceCollection AddQrAuthorization(this IServiceCollection services) => services.AddSingleton<QrAuthorizationEndpoints>();

    public static void MapQrAuthorization(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapPost(QrAuthorizationEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<QrAuthorizationEndpoints>().HandleAsync(context)));
        routes.MapPreflight(QrAuthorizationEndpoints.Path, HttpMethods.Post);
    }
}
