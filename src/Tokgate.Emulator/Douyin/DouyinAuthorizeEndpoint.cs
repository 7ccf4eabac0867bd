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
internal sealed class DouyinAuthorizeEndpoint(World world, BrowserSessions sessions) : ConsentEndpoint<DouyinRequest>(world, sessions, Paths.DouyinConsent)
{
    private const long CodeSeconds = 600;

    public Answer Handle(Received request)
    {
        if (DouyinChecks.Check(World, request.Query, out var authorize) is { } problem)
        {
            return DouyinPages.Error(problem, request.LogId);
        }

        var consent = World.Consent;
        return consent.Kind switch
        {
            "deny" => Denied(authorize!), // no problem, so there is a request
            "auto" => World.Users.Find(consent.User) is { } user
                ? Granted(authorize!, user, scope => consent.Grant is not { } only || only.Contains(scope, StringComparer.Ordinal))
                : DouyinPages.Error(NoPersonForAuto(consent.User), request.LogId),
            _ => Ask(request, authorize!),
        };
    }

    protected override Answer Show(DouyinRequest authorize, string handle, TikTokUser? person, IReadOnlyList<string>? cookies = null) =>
        DouyinPages.Consent(World, authorize, handle, person, cookies);

    protected override Answer Denied(DouyinRequest authorize) => Back(
        authorize, [("error", "access_denied"), ("error_description", "用户取消授权 User cancelled authorization"), ("state", authorize.State)]);

    protected override Answer Consented(string rawQuery, string logId, TikTokUser person, IReadOnlySet<string> ticked) =>
        DouyinChecks.Check(World, FormFields.ParseQuery(rawQuery), out var authorize) is { } problem
            ? DouyinPages.Error(problem, logId)
            : Granted(authorize!, person, ticked.Contains); // no problem, so there is a request

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

    private Answer Granted(DouyinRequest request, TikTokUser user, Predicate<string> isTicked)
    {
        string[] optional = [.. request.Optional.Select(pair => pair.Key)];
        string[] granted = [.. request.Scopes, .. optional.Where(scope => user.GrantableScopes is null && isTicked(scope))];
        var authorization = World.Authorize(request.App, user, [.. request.Scopes, .. optional], granted);
        var scope = Scopes.Join(granted);
        var code = WireIds.Code();
        World.Codes.RemoveWhere(former => former.Authorization == authorization);
        World.Codes.Add(code, new CodeGrant(
            authorization, scope, request.RedirectUri, CodeChallenge: null, World.Clock.Now.ToUnixTimeMilliseconds() + (CodeSeconds * 1_000)));
        return Back(request, [("code", code), ("state", request.State), ("scopes", scope)]);
    }
}
