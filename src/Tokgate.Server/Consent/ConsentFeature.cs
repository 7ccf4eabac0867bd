using Tokgate.Server.Upstream;

namespace Tokgate.Server.Consent;

internal static class ConsentFeature
{
    public static IServiceCollection AddConsent(this IServiceCollection services) => services.AddSingleton<ConsentEndpoints>();

    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConsentDoor.Path, context => Endpoints().ShowAsync(context));
        routes.MapPost(ConsentDoor.Path, context => Endpoints().DecideAsync(context));

        ConsentEndpoints Endpoints() => routes.ServiceProvider.GetRequiredService<ConsentEndpoints>();
    }
}
