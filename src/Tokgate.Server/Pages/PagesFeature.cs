namespace Tokgate.Server.Pages;

internal static class PagesFeature
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddMvcCore().AddViews().AddRazorViewEngine();
        return services.AddSingleton<TextCatalogue>().AddSingleton<ErrorPages>().AddSingleton<HostedPages>().AddSingleton<AuthorizationAnswers>();
    }
}
