using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace Tokgate.Server.Dashboard;

/// <summary>
/// A page's model. Not MVC's own <see cref="Microsoft.AspNetCore.Mvc.RazorPages.PageModel"/>: it has some 150 public methods, and MVC looks at each of them for each
/// page at the start, whether it could answer a request (docs/decisions/2026-11-21-start.md).
/// </summary>
[PageModel]
internal abstract class DashboardModel
{
    [PageContext]
    public PageContext PageContext { get; set; } = null!; // MVC sets it before it calls anything

    protected HttpContext HttpContext => PageContext.HttpContext;

    protected HttpRequest Request => HttpContext.Request;

    protected HttpResponse Response => HttpContext.Response;

    protected static PageResult Page() => new();

    protected static LocalRedirectResult LocalRedirect(string path) => new(path);
}
