using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary><c>/v2/auth/authorize/</c>.</summary>
/// <remarks>
/// Owns the way from a browser's first request to the redirect with a code: checks, the person, consent, and the error page on which set-up errors
/// stay. In mode <c>auto</c> or <c>deny</c> it answers at once.
/// </remarks>
internal sealed class AuthorizeEndpoint(World world)
{
    private readonly AuthorizeRedirects redirects = new(world);

    public Answer Handle(Received request)
    {
        if (AuthorizeChecks.Check(world, request.Query, out var authorize) is { } problem)
        {
            return Answer.Redirect(AuthorizeRedirects.Stay(request, problem));
        }

        return AnswerAtOnce(request, authorize!, world.Consent);
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
            return RefuseOutsider(request, authorize, user);
        }

        var granted = authorize.Scopes
            .Where(scope => user.CanGrant(scope) && (consent.Grant is not { } only || scope == Scopes.Basic || only.Contains(scope, StringComparer.Ordinal)))
            .ToArray();
        return Answer.Redirect(redirects.Granted(authorize, user, granted));
    }

    private Answer RefuseOutsider(Received request, AuthorizeRequest authorize, TikTokUser user) => Answer.Redirect(
        world.Profile.SandboxRefusalRedirects
            ? redirects.NotATarget(authorize)
            : AuthorizeRedirects.Stay(request, AuthorizeProblems.NotATarget(authorize.App, user.Username)));
}
