namespace Tokgate.Server.Management;

internal static class ManagementFeature
{
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ManagementDoor>()
        .AddSingleton<IdempotencyKeys>()
        .AddSingleton<ManagementGate>()
        .AddSingleton<Paging>()
        .AddSingleton<ManagementRoutes>()
        .AddSingleton<IManagementEndpoints, ClientEndpoints>()
        .AddSingleton<IManagementEndpoints, ClientGrantEndpoints>()
        .AddSingleton<IManagementEndpoints, SigningKeyEndpoints>()
        .AddSingleton<IManagementEndpoints, GrantTokenEndpoints>();

    public static void MapManagement(this IEndpointRouteBuilder routes) => routes.ServiceProvider.GetRequiredService<ManagementRoutes>().Map(routes);
}
