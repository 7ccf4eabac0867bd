using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Administrators;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>Only its form does something; who comes by an address is sent on.</summary>
internal sealed class SignOutPage(AdministratorSessions sessions, IAdministratorSessionStore store) : DashboardModel
{
#pragma warning disable CA1822 // MVC calls no static method
    public IActionResult OnGet() => LocalRedirect("~/dashboard");
#pragma warning restore CA1822

    public async Task<IActionResult> OnPostAsync()
    {
        await store.EndAsync(DashboardVisit.Of(HttpContext).Session.Id);
        sessions.Clear(Response);
        return LocalRedirect("~" + DashboardFilter.SignInPath);
    }
}
