using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Server.Administrators;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>The ways in for who has been here before. None says what was wrong, or whether there is anybody of that name.</summary>
[AllowAnonymous]
internal sealed class SignInPage(PasswordSignIn passwords, Passkeys passkeys, AdministratorSessions sessions, RequestLimits limits) : DashboardModel
{
    private const string Refused = "That did not let you in: the name, the password or the code is wrong, the code was used before, or too many were tried and you have to wait.";

    public string? Fault { get; private set; }

    public string? UserName { get; private set; }

    /// <summary>Only ever a page of the dashboard.</summary>
    public string Target { get; private set; } = LocalTarget.Home;

    public IActionResult OnGet(string? from)
    {
        Target = LocalTarget.Of(from);
        return HttpContext.Features.Get<DashboardVisit>() is null ? Page() : LocalRedirect("~" + Target);
    }

    public async Task<IActionResult> OnPostAsync(string? from, string? userName, string? password, string? code)
    {
        Target = LocalTarget.Of(from);
        UserName = userName is { Length: <= AdministratorName.MaxLength } ? userName.Trim() : null;
        if (limits.TakeGuess(HttpContext) is { } wait)
        {
            return Wait(wait);
        }

        var handle = Handle.New(HandleKind.AdministratorSession);
        return await passwords.TryAsync(UserName, password, code, method => sessions.New(HttpContext, handle, method)) is null ? Refuse(Refused) : await EnterAsync(handle);
    }

    /// <summary>What the script asks the browser's passkeys.</summary>
    public async Task<IActionResult> OnPostOptionsAsync() => limits.TakeGuess(HttpContext) is { } wait ? Wait(wait) : new ContentResult { Content = await passkeys.BeginSignInAsync(HttpContext), ContentType = "application/json" };

    public async Task<IActionResult> OnPostPasskeyAsync(string? from, string? credential)
    {
        Target = LocalTarget.Of(from);
        var handle = Handle.New(HandleKind.AdministratorSession);
        return await passkeys.TrySignInAsync(HttpContext, credential, method => sessions.New(HttpContext, handle, method))
            ? await EnterAsync(handle)
            : Refuse("That passkey did not let you in: it is not known here, was removed, or the question was too old. Try again.");
    }

    private async Task<IActionResult> EnterAsync(Handle handle)
    {
        await sessions.WriteAsync(HttpContext, handle);
        return LocalRedirect("~" + Target);
    }

    private PageResult Refuse(string fault)
    {
        Fault = fault;
        return Page();
    }

    private PageResult Wait(TimeSpan wait)
    {
        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Refuse("Too many attempts came from your network. Wait a minute, then try again.");
    }
}
