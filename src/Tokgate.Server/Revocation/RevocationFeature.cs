using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Revocation;

internal static class RevocationFeature
{
    public static IServiceCollection AddRevocation(this IServiceCollection services) => services.AddSingleton<RevocationEndpoints>();

    public static void MapRevocation(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapPost(RevocationEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<RevocationEndpoints>().HandleAsync(context)));
        routes.MapPreflight(RevocationEndpoints.Path, HttpMethods.Post);
    }
}
