using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tokgate.Server.Dashboard.Applications;

internal static class ApplicationPages
{
    /// <summary>The page as it is, under 404 if it is about nothing.</summary>
    public static PageResult PageOrMissing<TPage>(this TPage page)
        where TPage : DashboardPage, IApplicationPage
    {
        var result = new PageResult();
        result.StatusCode = page.Client is null ? StatusCodes.Status404NotFound : null;
        return result;
    }
}
