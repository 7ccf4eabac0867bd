using Tokgate.Emulator.Pages;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary><c>/v2/auth/authorize/</c>.</summary>
/// <remarks>
/// Owns the way from a browser's first request to the redirect with a code: checks, the person, consent, and the error page on which set-up errors
/// stay. In mode <c>auto</c> or <c>deny</c> it answers at once. The consent form is bound to the browser by a cookie, holds only a handle, and
/// works once; what was asked stays on the server, where nobody can change it.
/// </remarks>
internal sealed class AuthorizeEndpoint(World world, BrowserSessions sessions)
{
    private readonly AuthorizeRedirects redirects = new(world);
    private readonly PendingConsents<AuthorizeRequest> pending = new(world.Clock);

    public Answer Handle(Received request)
    {
        if (request.Query?["error"] is not null && request.Query["error_type"] is not null)
        {
            return ErrorPage.Show(request.Query, Explain(request));
        }

        if (AuthorizeChecks.Check(world, request.Query, out var authorize) is { } problem)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(request, problem));
        }

        var consent = world.Consent;
        return consent.Kind == "ask" ? Ask(request, authorize!) : AnswerAtOnce(request, authorize!, consent);
    }

    /// <summary>The page again, after a person was chosen.</summary>
    public Answer ShowPending(Received request)
    {
        var handle = request.Query?["handle"];
        return pending.Find(handle, sessions.HandleOf(request)) is { } entry
            ? ConsentPage.Show(world, entry.Request, handle!, sessions.PersonOf(request)) // found, so not null
            : Gone();
    }

    public Answer Submit(Received request)
    {
        var form = request.ReadForm();
        var handle = form?["handle"];
        var browser = sessions.HandleOf(request);
        if (pending.Find(handle, browser) is not { } entry)
        {
            return Gone();
        }

        if (form!["person"] is { } username) // a handle was found in it
        {
            if (world.Users.Find(username) is { } chosen)
            {
                sessions.SignIn(browser!, chosen); // found, so not null
            }

            return new Answer { Status = 303, ContentType = Answer.TextType, Location = $"{Paths.Consent}?handle={handle}" };
        }

        var person = sessions.PersonOf(request);
        return form["action"] switch
        {
            "cancel" when pending.TryTake(handle!) => Answer.Redirect(redirects.Denied(entry.Request)),
            "authorize" when person is not null && pending.TryTake(handle!) => Authorize(request, entry, person, form),
            "authorize" when person is null => new Answer { Status = 303, ContentType = Answer.TextType, Location = $"{Paths.Consent}?handle={handle}" },
            _ => Gone(),
        };
    }

    public void Clear()
    {
        sessions.Clear();
        pending.Clear();
    }

    public static Answer Gone() => Page.Answer(
        "Start again – TikTok emulator",
        Html.Of($"""
            <section class="card"><div class="error-mark" aria-hidden="true">!</div>
            <h1>This sign-in is over</h1>
            <p>It was answered already, waited too long, or was begun in another browser. Start again from the application.</p>
            <p class="soft small mono" data-testid="error">{ErrorIds.ConsentHandleUnknown}</p></section>
            """),
        status: 400);

    private Answer Ask(Received request, AuthorizeRequest authorize)
    {
        var person = sessions.PersonOf(request);
        if (person is not null && !authorize.AlwaysAsk && authorize.App.Admits(person)
            && world.FindAuthorization(authorize.App.ClientKey, person.Id) is { } authorization && authorize.Scopes.All(authorization.Scopes.Contains))
        {
            return Answer.Redirect(redirects.Granted(authorize, person, authorize.Scopes));
        }

        if (sessions.HandleOf(request) is { } browser)
        {
            return ConsentPage.Show(world, authorize, pending.Add(authorize, request.RawQuery, browser), person);
        }

        var (started, cookie) = sessions.Start(request.IsHttps);
        return ConsentPage.Show(world, authorize, pending.Add(authorize, request.RawQuery, started), person, [cookie]);
    }

    private Answer Authorize(Received request, PendingConsents<AuthorizeRequest>.Entry entry, TikTokUser person, FormFields form)
    {
        // The app may have been changed or deleted while the page was open.
        if (AuthorizeChecks.Check(world, FormFields.ParseQuery(entry.RawQuery), out var authorize) is { } problem)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(Paths.Authorize, entry.RawQuery, problem, request.LogId));
        }

        if (!authorize!.App.Admits(person))
        {
            return RefuseOutsider(request, entry.RawQuery, authorize, person);
        }

        var ticked = form.All.Where(field => field.Key == "scope").Select(field => field.Value).ToHashSet(StringComparer.Ordinal);
        string[] granted = [.. authorize.Scopes.Where(scope => scope == Scopes.Basic || (ticked.Contains(scope) && person.CanGrant(scope)))];
        return Answer.Redirect(granted.Length == 0 ? redirects.Denied(authorize) : redirects.Granted(authorize, person, granted));
    }

    private Answer AnswerAtOnce(Received request, AuthorizeRequest authorize, ConsentMode consent)
    {
        if (consent.Kind == "deny")
        {
            return Answer.Redirect(redirects.Denied(authorize));
        }

        if (world.Users.Find(consent.User) is not { } user)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(request, AuthorizeProblems.NoPersonForAuto(consent.User)));
        }

        if (!authorize.App.Admits(user))
        {
            return RefuseOutsider(request, request.RawQuery, authorize, user);
        }

        string[] granted =
        [
            .. authorize.Scopes.Where(scope =>
                scope == Scopes.Basic || (user.CanGrant(scope) && (consent.Grant is not { } only || only.Contains(scope, StringComparer.Ordinal)))),
        ];
        return Answer.Redirect(granted.Length == 0 ? redirects.Denied(authorize) : redirects.Granted(authorize, user, granted));
    }

    private Answer RefuseOutsider(Received request, string rawQuery, AuthorizeRequest authorize, TikTokUser user) => Answer.Redirect(
        world.Profile.SandboxRefusalRedirects
            ? redirects.NotATarget(authorize)
            : AuthorizeRedirects.Stay(
                Paths.Authorize, rawQuery, AuthorizeProblems.NotATarget(authorize.App, user.Username), request.LogId));

    private AuthorizeProblem? Explain(Received request)
    {
        if (request.Query!["error_type"] == AuthorizeProblems.Undecodable.ErrorType)
        {
            return AuthorizeProblems.Undecodable; // its query was not kept
        }

        // The page is shown for its own address, which has the error appended: the check must see the request without it.
        var cut = request.RawQuery.IndexOf("&error=", StringComparison.Ordinal);
        var original = cut < 0 ? "" : request.RawQuery[..cut];
        if (AuthorizeChecks.Check(world, FormFields.ParseQuery(original), out var authorize) is { } problem)
        {
            return problem;
        }

        return request.Query!["error_type"] == "non_sandbox_target"
            ? AuthorizeProblems.NotATarget(authorize!.App, (sessions.PersonOf(request)?.Username ?? world.Consent.User) ?? "this person")
            : null;
    }
}
