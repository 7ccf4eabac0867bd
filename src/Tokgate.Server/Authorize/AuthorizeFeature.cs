using Tokgate.Server.Pages;

namespace Tokgate.Server.Authorize;

internal static class AuthorizeFeature
{
    public static IServiceCollection AddAuthorize(this IServiceCollection services) => services
        .AddSingleton<AuthorizeLadder>()
        .AddSingleton<AuthorizeDecision>()
        .AddSingleton<AuthorizeEndpoints>();

    public static void MapAuthorize(this IEndpointRouteBuilder routes) => PeopleEndpoint.AddOpen(routes.MapMethods(
        AuthorizeEndpoints.Path, [HttpMethods.Get, HttpMethods.Post], context => routes.ServiceProvider.GetRequiredService<AuthorizeEndpoints>().HandleAsync(context)));
}
