using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Server.Administrators;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>Only its form does something; who comes by an address is sent on.</summary>
internal sealed class SignOutPage(AdministratorSessions sessions, IAdministratorSessionStore store) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/dashboard");

    public async Task<IActionResult> OnPostAsync()
    {
        await store.EndAsync(DashboardVisit.Of(HttpContext).Session.Id);
        sessions.Clear(Response);
        return LocalRedirect("~" + DashboardFilter.SignInPath);
    }
}
