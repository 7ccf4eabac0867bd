namespace Tokgate.Server.Pages;

internal static class PagesFeature
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddMvcCore().AddViews().AddRazorViewEngine();
        return services.AddSingleton<TextCatalogue>().AddSingleton<ErrorPages>().AddSingleton<HostedPages>().AddSingleton<AuthorizationAnswers>().AddSingleton<AssetEndpoints>();
    }

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(AssetEndpoints.Path + "{**name}", [HttpMethods.Get, HttpMethods.Head], static context => context.RequestServices.GetRequiredService<AssetEndpoints>().SendAsync(context));
}
