namespace Tokgate.Server.Discovery;

internal static class DiscoveryFeature
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddDiscovery(this IServiceCollection services) => services
        .AddSingleton<DiscoveryDocument>()
        .AddSingleton<DiscoveryEndpoints>();

    // The issuer's path, because RFC 8414, 3.1 puts the issuer's path behind the well-known one.
    public static void MapDiscovery(this IEndpointRouteBuilder routes, string issuerPath)
    {
        routes.MapMethods(DiscoveryEndpoints.OpenIdPath, Reading, context => Endpoints().DocumentAsync(context));
        routes.MapMethods(DiscoveryEndpoints.OAuthPath, Reading, context => Endpoints().DocumentAsync(context));
        routes.MapMethods(DiscoveryEndpoints.KeySetPath, Reading, context => Endpoints().KeySetAsync(context));
        if (issuerPath.Length > 0)
        {
            routes.MapMethods(DiscoveryEndpoints.OAuthPath + issuerPath, Reading, context => Endpoints().DocumentAsync(context));
        }

        DiscoveryEndpoints Endpoints() => routes.ServiceProvider.GetRequiredService<DiscoveryEndpoints>();
    }
}
