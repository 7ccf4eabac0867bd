using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary><c>/v2/auth/authorize/</c>.</summary>
/// <remarks>
/// Owns the way from a browser's first request to the redirect with a code: checks, the person, consent, and the error page on which set-up errors
/// stay. In mode <c>auto</c> or <c>deny</c> it answers at once.
/// </remarks>
internal sealed class AuthorizeEndpoint(World world, BrowserSessions sessions) : ConsentEndpoint<AuthorizeRequest>(world, sessions, Paths.Consent)
{
    private readonly AuthorizeRedirects redirects = new(world);

    public Answer Handle(Received request)
    {
        if (request.Query?["error"] is not null && request.Query["error_type"] is not null)
        {
            return ErrorPage.Show(request.Query, Explain(request));
        }

        if (AuthorizeChecks.Check(World, request.Query, out var authorize) is { } problem)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(request, problem));
        }

        var consent = World.Consent;
        return consent.Kind == "ask" ? AskUnlessGranted(request, authorize!) : AnswerAtOnce(request, authorize!, consent);
    }

    protected override Answer Show(AuthorizeRequest authorize, string handle, TikTokUser? person, IReadOnlyList<string>? cookies = null) =>
        ConsentPage.Show(World, authorize, handle, person, cookies);

    protected override Answer Denied(AuthorizeRequest authorize) => Answer.Redirect(redirects.Denied(authorize));

    protected override Answer Consented(string rawQuery, string logId, TikTokUser person, IReadOnlySet<string> ticked)
    {
        if (AuthorizeChecks.Check(World, FormFields.ParseQuery(rawQuery), out var authorize) is { } problem)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(Paths.Authorize, rawQuery, problem, logId));
        }

        return authorize!.App.Admits(person) // no problem, so there is a request
            ? Granted(authorize, person, scope => ticked.Contains(scope) && person.CanGrant(scope))
            : RefuseOutsider(authorize, rawQuery, logId, person);
    }

    private Answer AskUnlessGranted(Received request, AuthorizeRequest authorize) =>
        Sessions.PersonOf(request) is { } person && !authorize.AlwaysAsk && authorize.App.Admits(person)
        && World.FindAuthorization(authorize.App.ClientKey, person.Id) is { } authorization && authorize.Scopes.All(authorization.Scopes.Contains)
            ? Answer.Redirect(redirects.Granted(authorize, person, authorize.Scopes))
            : Ask(request, authorize);

    private Answer AnswerAtOnce(Received request, AuthorizeRequest authorize, ConsentMode consent)
    {
        if (consent.Kind == "deny")
        {
            return Denied(authorize);
        }

        if (World.Users.Find(consent.User) is not { } user)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(request, AuthorizeProblems.NoPersonForAuto(consent.User)));
        }

        return authorize.App.Admits(user)
            ? Granted(authorize, user, scope => user.CanGrant(scope) && (consent.Grant is not { } only || only.Contains(scope, StringComparer.Ordinal)))
            : RefuseOutsider(authorize, request.RawQuery, request.LogId, user);
    }

    private Answer Granted(AuthorizeRequest authorize, TikTokUser user, Predicate<string> isGiven)
    {
        string[] granted = [.. authorize.Scopes.Where(scope => scope == Scopes.Basic || isGiven(scope))];
        return granted.Length == 0 ? Denied(authorize) : Answer.Redirect(redirects.Granted(authorize, user, granted));
    }

    private Answer RefuseOutsider(AuthorizeRequest authorize, string rawQuery, string logId, TikTokUser user) => Answer.Redirect(
        World.Profile.SandboxRefusalRedirects
            ? redirects.NotATarget(authorize)
            : AuthorizeRedirects.Stay(Paths.Authorize, rawQuery, AuthorizeProblems.NotATarget(authorize.App, user.Username), logId));

    private AuthorizeProblem? Explain(Received request)
    {
        if (request.Query!["error_type"] == AuthorizeProblems.Undecodable.ErrorType)
        {
            return AuthorizeProblems.Undecodable; // its query was not kept
        }

        // The page is shown for its own address, which has the error appended: the check must see the request without it.
        var cut = request.RawQuery.IndexOf("&error=", StringComparison.Ordinal);
        var original = cut < 0 ? "" : request.RawQuery[..cut];
        if (AuthorizeChecks.Check(World, FormFields.ParseQuery(original), out var authorize) is { } problem)
        {
            return problem;
        }

        return request.Query!["error_type"] == "non_sandbox_target"
            ? AuthorizeProblems.NotATarget(authorize!.App, (Sessions.PersonOf(request)?.Username ?? World.Consent.User) ?? "this person")
            : null;
    }
}
