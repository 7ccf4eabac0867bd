using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Administrators;
using Tokgate.Server.Dashboard.You;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.Server.Users;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>
/// Where somebody stands who came from TikTok to administer: one who is signed in here links their user, another one comes in by it. Only who came from TikTok in the last
/// five minutes: a session of weeks is good for applications, and not for this. Looking at the page does nothing.
/// </summary>
[AllowAnonymous]
internal sealed class BrokerPage(
    BrowserCookies cookies, ISessionStore people, IUserStore users, IAdministratorSignInStore signIns, IAdministratorCredentialStore credentials, AdministratorSessions sessions,
    RecentSignIn recent, RequestLimits limits, TimeProvider time) : DashboardModel
{
    public const string Path = SignInCompletion.DashboardPath;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>Null if nobody came from TikTok just now.</summary>
    public string? UserId { get; private set; }

    public AccountPerson? Person { get; private set; }

    public DashboardVisit? Visit => HttpContext.Features.Get<DashboardVisit>();

    public string? Fault { get; private set; }

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadAsync();
        return UserId is null ? Page() : Visit is { } visit ? await LinkAsync(visit, UserId) : await EnterAsync(UserId);
    }

    private async Task<IActionResult> LinkAsync(DashboardVisit visit, string userId)
    {
        if (recent.Fault(visit) is { } fault)
        {
            Fault = $"{fault.Message} {fault.Advice}";
            return Page();
        }

        if (!await credentials.TryLinkAsync(visit.Session.AdministratorId, userId, visit.Session.Id))
        {
            Fault = "Another administrator signs in by this user already.";
            return Page();
        }

        return LocalRedirect("~" + YouPage.Path);
    }

    private async Task<IActionResult> EnterAsync(string userId)
    {
        var handle = Handle.New(HandleKind.AdministratorSession);
        if (limits.TakeGuess(HttpContext) is not null || await signIns.TryEnterWithUserAsync(userId, sessions.New(HttpContext, handle, SignInMethods.Broker)) is null)
        {
            Fault = "This user administers nothing here. An administrator links their own user first: signed in in another way, under their name.";
            return Page();
        }

        await sessions.WriteAsync(HttpContext, handle);
        return LocalRedirect("~" + LocalTarget.Home);
    }

    private async Task ReadAsync()
    {
        var now = time.GetUtcNow();
        if (cookies.TryReadSession(Request, out var hash) && await people.FindAsync(hash, HttpContext.RequestAborted) is { } session && session.IsLive(now) && now - session.AuthenticatedAt <= Fresh
            && await users.FindAsync(session.UserId, HttpContext.RequestAborted) is { } user)
        {
            UserId = user.Id;
            Person = AccountPerson.Of(user);
        }
    }
}
