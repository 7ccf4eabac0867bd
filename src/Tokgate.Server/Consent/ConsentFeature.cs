using Tokgate.Server.Pages;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Consent;

internal static class ConsentFeature
{
    public static IServiceCollection AddConsent(this IServiceCollection services) => services.AddSingleton<ConsentEndpoints>();

    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        PeopleEndpoint.Add(routes.MapGet(ConsentDoor.Path, context => Endpoints().ShowAsync(context)));
        PeopleEndpoint.Add(routes.MapPost(ConsentDoor.Path, context => Endpoints().DecideAsync(context)));

        ConsentEndpoints Endpoints() => routes.ServiceProvider.GetRequiredService<ConsentEndpoints>();
    }
}
