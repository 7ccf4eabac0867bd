using Tokgate.Server.Outgoing;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Logout;

internal static class LogoutFeature
{
    public static IServiceCollection AddLogout(this IServiceCollection services) => services
        .AddSingleton<LogoutReader>()
        .AddSingleton<LogoutEndpoints>()
        .AddSingleton<LogoutTokenIssuer>()
        .AddSingleton<IDeliveryKind, LogoutDeliveryKind>();

    public static void MapLogout(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoint.Add(routes.MapGet(LogoutEndpoints.Path, context => Endpoints().BeginAsync(context)));
        PeopleEndpoint.AddOpen(routes.MapPost(LogoutEndpoints.Path, context => Endpoints().PutAsideAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(LogoutEndpoints.ConfirmPath, context => Endpoints().ConfirmAsync(context)));

        LogoutEndpoints Endpoints() => routes.ServiceProvider.GetRequiredService<LogoutEndpoints>();
    }
}
