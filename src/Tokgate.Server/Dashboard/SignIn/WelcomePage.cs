using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Administrators;
using Tokgate.Server.Dashboard.You;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>Where a one-time link leads. Looking at it takes nothing: it is used by the button.</summary>
[AllowAnonymous]
internal sealed class WelcomePage(Invitations invitations, IInvitationStore store, AdministratorSessions sessions) : DashboardModel
{
    private const string Unknown = "This link is not good any more: it was used, or is too old. Ask for another; on a fresh broker, restart it.";

    public Invitation? Invitation { get; private set; }

    public string? Fault { get; private set; }

    public string? UserName { get; private set; }

    public string RoleWords => Invitation?.Role == AdministratorRole.Owner ? "an owner of this broker" : $"{(Invitation?.Role == AdministratorRole.Editor ? "an editor" : "a viewer")} of this broker";

    public async Task OnGetAsync(string link) => await ReadAsync(link);

    public async Task<IActionResult> OnPostAsync(string link, string? userName)
    {
        await ReadAsync(link);
        if (Invitation is null)
        {
            return Page();
        }

        UserName = userName?.Trim();
        if (Invitation.AdministratorId is null && !AdministratorName.IsValid(UserName))
        {
            Fault = $"A name has 1 to {AdministratorName.MaxLength} letters, digits and . _ - @ +";
            return Page();
        }

        var handle = Handle.New(HandleKind.AdministratorSession);
        if (await store.TryAcceptAsync(Invitation.Hash, UserName ?? "", sessions.New(HttpContext, handle, SignInMethods.Link)) is null)
        {
            await ReadAsync(link);
            Fault = Invitation is null ? Unknown : "That name is taken.";
            return Page();
        }

        await sessions.WriteAsync(HttpContext, handle);
        return LocalRedirect("~" + YouPage.Path);
    }

    private async Task ReadAsync(string link)
    {
        Invitation = await invitations.FindAsync(link, HttpContext.RequestAborted);
        Fault = Invitation is null ? Unknown : null;
    }
}
