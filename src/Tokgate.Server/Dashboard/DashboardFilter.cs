using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

/// <summary>
/// In front of every page of the dashboard, so that no new one can forget it (T-64): whoever is not signed in is sent to do that, unless the page says [AllowAnonymous]; and
/// the headers under which pages are shown. What somebody may do is decided by the operation that does it (<see cref="ManagementDesk"/>), never by a page.
/// </summary>
internal sealed class DashboardFilter(AdministratorSessions sessions, AuditTrail trail) : IAsyncAuthorizationFilter
{
    public const string SignInPath = "/dashboard/sign-in";

    /// <summary>Nothing but what this server has itself; Tabler draws its signs from data addresses.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XFrameOptions = "DENY";

        // Antiforgery warns of every header that says less than this, and writes it again; nothing but no-store is meant.
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.CacheControl = "no-store";
            headers.Remove("Pragma");
            return Task.CompletedTask;
        }, http.Response);
        if (await sessions.FindAsync(http) is { } session)
        {
            var caller = new ManagementCaller(AdministratorName.Actor(session.UserName), AdministratorScopes.Of(session.Role));
            trail.About().Actor = caller.ClientId;
            http.Features.Set(new DashboardVisit(session, caller));

            // Forms are bound to it (T-20): what another session's page holds is refused.
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.Id)], "dashboard"));
        }
        else if (!context.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            var from = HttpMethods.IsGet(http.Request.Method) ? $"?from={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}" : "";
            context.Result = new LocalRedirectResult("~" + SignInPath + from);
        }
    }
}
