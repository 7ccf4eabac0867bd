using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary><c>/platform/oauth/connect/</c>.</summary>
/// <remarks>
/// Owns the way from a browser's first request to the redirect with a code, as AuthorizeEndpoint does for TikTok, whose people and browser sessions it shares. A request
/// with a fault stays on a page that shows Douyin's number. A code lives for ten minutes, and a new one ends the one before it. What Douyin sends to the application when
/// a person cancels is not documented; this sends RFC 6749's <c>access_denied</c>.
/// </remarks>
internal sealed class DouyinAuthorizeEndpoint(World world, BrowserSessions sessions)
{
    private const long CodeSeconds = 600;

    private readonly PendingConsents<DouyinRequest> pending = new(world.Clock);

    public Answer Handle(Received request)
    {
        if (DouyinChecks.Check(world, request.Query, out var authorize) is { } problem)
        {
            return DouyinPages.Error(problem, request.LogId);
        }

        var consent = world.Consent;
        return consent.Kind switch
        {
            "deny" => Denied(authorize!), // no problem, so there is a request
            "auto" => world.Users.Find(consent.User) is { } user
                ? Granted(authorize!, user, scope => consent.Grant is not { } only || only.Contains(scope, StringComparer.Ordinal))
                : DouyinPages.Error(NoPersonForAuto(consent.User), request.LogId),
            _ => Ask(request, authorize!),
        };
    }

    /// <summary>The page again, after a person was chosen.</summary>
    public Answer ShowPending(Received request)
    {
        var handle = request.Query?["handle"];
        return pending.Find(handle, sessions.HandleOf(request)) is { } entry
            ? DouyinPages.Consent(world, entry.Request, handle!, sessions.PersonOf(request)) // found, so not null
            : AuthorizeEndpoint.Gone();
    }

    public Answer Submit(Received request)
    {
        var form = request.ReadForm();
        var handle = form?["handle"];
        var browser = sessions.HandleOf(request);
        if (pending.Find(handle, browser) is not { } entry)
        {
            return AuthorizeEndpoint.Gone();
        }

        if (form!["person"] is { } username) // a handle was found in it
        {
            if (world.Users.Find(username) is { } chosen)
            {
                sessions.SignIn(browser!, chosen); // found, so not null
            }

            return Again(handle!);
        }

        switch (form["action"], sessions.PersonOf(request))
        {
            case ("cancel", _) when pending.TryTake(handle!):
                return Denied(entry.Request);
            case ("authorize", null):
                return Again(handle!);
            case ("authorize", { } person) when pending.TryTake(handle!):
                // The app may have been changed or deleted while the page was open.
                var ticked = form.All.Where(field => field.Key == "scope").Select(field => field.Value).ToHashSet(StringComparer.Ordinal);
                return DouyinChecks.Check(world, FormFields.ParseQuery(entry.RawQuery), out var authorize) is { } problem
                    ? DouyinPages.Error(problem, request.LogId)
                    : Granted(authorize!, person, ticked.Contains); // no problem, so there is a request
            default:
                return AuthorizeEndpoint.Gone();
        }
    }

    public void Clear() => pending.Clear();

    private static Answer Again(string handle) =>
        new() { Status = 303, ContentType = Answer.TextType, Location = $"{Paths.DouyinConsent}?handle={handle}" };

    private static Answer Denied(DouyinRequest request) => Back(
        request, [("error", "access_denied"), ("error_description", "用户取消授权 User cancelled authorization"), ("state", request.State)]);

    private static Answer Back(DouyinRequest request, ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var address = DouyinChecks.BeforeFragment(request.RedirectUri);
        return Answer.Redirect(AuthorizeRedirects.With(address, parameters) + request.RedirectUri[address.Length..]);
    }

    private static DouyinProblem NoPersonForAuto(string? username) => new(DouyinAnswers.Busy, "emulator_consent")
    {
        Chinese = "模拟用户不存在",
        What = "The emulator is set to answer by itself, for a person who does not exist (any more).",
        Received = username,
        Mend = "Name an existing person with PUT /_emulator/consent, or set {\"mode\":\"ask\"}.",
    };

    private Answer Ask(Received request, DouyinRequest authorize)
    {
        if (sessions.HandleOf(request) is { } browser)
        {
            return DouyinPages.Consent(world, authorize, pending.Add(authorize, request.RawQuery, browser), sessions.PersonOf(request));
        }

        var (started, cookie) = sessions.Start(request.IsHttps);
        return DouyinPages.Consent(world, authorize, pending.Add(authorize, request.RawQuery, started), null, [cookie]);
    }

    private Answer Granted(DouyinRequest request, TikTokUser user, Predicate<string> isTicked)
    {
        string[] optional = [.. request.Optional.Select(pair => pair.Key)];
        string[] granted = [.. request.Scopes, .. optional.Where(scope => user.GrantableScopes is null && isTicked(scope))];
        var authorization = world.Authorize(request.App, user, [.. request.Scopes, .. optional], granted);
        var scope = Scopes.Join(granted);
        var code = WireIds.Code();
        world.Codes.RemoveWhere(former => former.Authorization == authorization);
        world.Codes.Add(code, new CodeGrant(
            authorization, scope, request.RedirectUri, CodeChallenge: null, world.Clock.Now.ToUnixTimeMilliseconds() + (CodeSeconds * 1_000)));
        return Back(request, [("code", code), ("state", request.State), ("scopes", scope)]);
    }
}
