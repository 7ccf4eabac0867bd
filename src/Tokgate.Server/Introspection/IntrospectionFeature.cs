using Tokgate.Server.Operations;

namespace Tokgate.Server.Introspection;

internal static class IntrospectionFeature
{
    public static IServiceCollection AddIntrospection(this IServiceCollection services) => services.AddSingleton<IntrospectionEndpoints>();

    public static void MapIntrospection(this IEndpointRouteBuilder routes) =>
        LimitedEndpoint.Add(routes.MapPost(IntrospectionEndpoints.Path, context => routes.ServiceProvider.GetRequiredService<IntrospectionEndpoints>().HandleAsync(context)));
}
