using Tokgate.Server.Management.People;
using Tokgate.Server.Management.Receivers;
using Tokgate.Server.Management.Stats;
using Tokgate.Server.Management.Trail;

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
        .AddSingleton<IManagementEndpoints, GrantTokenEndpoints>()
        .AddSingleton<PersonShape>()
        .AddSingleton<IManagementEndpoints, UserEndpoints>()
        .AddSingleton<IManagementEndpoints, UserGrantEndpoints>()
        .AddSingleton<IManagementEndpoints, SessionEndpoints>()
        .AddSingleton<IManagementEndpoints, ConsentEndpoints>()
        .AddSingleton<IManagementEndpoints, LogEndpoints>()
        .AddSingleton<IManagementEndpoints, StatsEndpoints>()
        .AddSingleton<IManagementEndpoints, ReceiverEndpoints>()
        .AddHostedService<StatsHostedService>();

    public static void MapManagement(this IEndpointRouteBuilder routes) => routes.ServiceProvider.GetRequiredService<ManagementRoutes>().Map(routes);
}
