using Tokgate.Server.Management.Administration;
using Tokgate.Server.Management.Explorer;
using Tokgate.Server.Management.People;
using Tokgate.Server.Management.Receivers;
using Tokgate.Server.Management.Stats;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Operations;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Management;

internal static class ManagementFeature
{
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<ManagementDoor>()
        .AddSingleton<IdempotencyKeys>()
        .AddSingleton<ManagementGate>()
        .AddSingleton<Paging>()
        .AddSingleton<ManagementRoutes>()
        .AddSingleton<ManagementDesk>()
        .AddSingleton<OpenApiDocument>()
        .AddSingleton<ExplorerEndpoints>()
        .AddSingleton<IManagementEndpoints, ClientEndpoints>()
        .AddSingleton<IManagementEndpoints, ClientGrantEndpoints>()
        .AddSingleton<ConnectionChecks>()
        .AddSingleton<IManagementEndpoints, ConnectionEndpoints>()
        .AddSingleton<IManagementEndpoints, ConnectionClientEndpoints>()
        .AddSingleton<IManagementEndpoints, ConnectionPreviewEndpoints>()
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
        .AddSingleton<IManagementEndpoints, AdministratorEndpoints>()
        .AddHostedService<StatsHostedService>();

    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ManagementRoutes>().Map(routes);
        LimitedEndpoint.Add(routes.MapGet(ExplorerEndpoints.DocumentPath, static context => Explorer(context).DocumentAsync(context)));
        PeopleEndpoint.Add(routes.MapGet(ExplorerEndpoints.PagePath, static context => Explorer(context).PageAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(ExplorerEndpoints.TokenPath, static context => Explorer(context).TokenAsync(context)));

        static ExplorerEndpoints Explorer(HttpContext context) => context.RequestServices.GetRequiredService<ExplorerEndpoints>();
    }
}
