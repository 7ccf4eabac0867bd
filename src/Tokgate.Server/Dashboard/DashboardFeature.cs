using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard;

internal static class DashboardFeature
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddMvcCore().AddAuthorization().AddRazorPages(static pages =>
        {
            pages.RootDirectory = "/Dashboard";
            pages.Conventions.AddFolderApplicationModelConvention("/", static page => page.Filters.Add(new ServiceFilterAttribute(typeof(DashboardFilter))));
        });

        // Names of our own: cookies know no ports, and other programs of the machine have theirs.
        services.AddAntiforgery(static options =>
        {
            options.Cookie.Name = "tokgate-dashboard-form";
            options.SuppressXFrameOptionsHeader = true; // the filter sets it on every page
        });
        services.Configure<CookieTempDataProviderOptions>(static options => options.Cookie.Name = "tokgate-dashboard-notice");
        return services.AddSingleton<DashboardFilter>().AddSingleton<RecentSignIn>();
    }

    /// <remarks>Owns <c>/dashboard</c> and everything under it.</remarks>
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapRazorPages();
        PeopleEndpoint.Add(pages);

        // Otherwise a page shows itself to any method that it has no handler for, as if it had been asked to.
        pages.Add(static page => page.Metadata.Add(new HttpMethodMetadata(
            page.Metadata.OfType<CompiledPageActionDescriptor>().Any(static found => found.HandlerMethods.Any(static handler => HttpMethods.IsPost(handler.HttpMethod))) ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"])));
    }
}
