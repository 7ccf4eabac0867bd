using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Consent;
using Tokgate.Server.Operations;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Telemetry;
using Tokgate.Server.Upstream;
using Tokgate.Server.Upstream.QrCodes;
using Tokgate.TikTok;

namespace Tokgate.Server.Authorize;

/// <summary>What a request that is in order gets: an answer out of the session at once, a refusal because nobody may be asked, or the way to TikTok.</summary>
internal sealed class AuthorizeDecision(
    ISessionStore sessions, ISignInStore signIns, IConsentStore consents, ConsentDoor consentDoor, ConnectionDirectory connections, UpstreamStart upstream, QrEndpoints qrCodes, BrowserCookies cookies, HostedPages pages,
    AuthorizationAnswers answers, RequestLimits limits, BrokerMeter meter, TimeProvider time)
{
    private static readonly OAuthError NoQrCode =
        OAuthError.InvalidRequest($"{ErrorIds.QrCodeNotOffered}: The connection does not offer QR codes.") with { ErrorId = ErrorIds.QrCodeNotOffered };

    public async Task RunAsync(HttpContext context, Client client, MatchedRedirectUri target, AuthorizationRequest request)
    {
        request = request with { FlowId = RandomId.New() };
        var about = AuditContext.Of(context);
        about.FlowId = request.FlowId;
        about.ClientId = client.Id;
        var session = await FindSessionAsync(context);
        if (session is not null && limits.TakeUser(session.UserId) is { } wait)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.TooManyRequests, StatusCodes.Status429TooManyRequests) { RetryAfter = wait }, request.UiLocales);
            return;
        }

        if (session is not null && MayAnswer(session, client, request) && await TryAnswerAsync(context, client, target, request, session))
        {
            return;
        }

        if (request.IsSilent)
        {
            await answers.ErrorAsync(context, new RedirectError(target, OAuthError.LoginRequired("Nobody is signed in who could answer."), request.State), request.ResponseMode);
            return;
        }

        var named = connections.For(client.Connections).Where(connection => request.Connection is null || string.Equals(request.Connection, connection.Name, StringComparison.Ordinal)).ToList();
        var choice = named.Where(connection => request.WantsQrCode != true || connection.Config.OffersQrCode).ToList();
        await (choice switch
        {
            [] when named.Count > 0 => answers.ErrorAsync(context, new RedirectError(target, NoQrCode, request.State), request.ResponseMode),
            [] => pages.FailAsync(context, new Failure(ErrorIds.NoConnection, StatusCodes.Status503ServiceUnavailable, $"Client: {client.Id}"), request.UiLocales),
            [var one] when request.WantsQrCode == true => qrCodes.SendAsync(context, request, one),
            [var one] when request.WantsQrCode == false || !one.Config.OffersQrCode => upstream.SendAsync(context, request, one, WantsFreshSignIn(request, session)),
            _ => pages.ShowAsync(context, "~/Authorize/SignInPage.cshtml", SignInView.Of(context.Request, client, request, choice), request.UiLocales),
        });
    }

    // With max_age or another subject than the one who is here TikTok must not answer by itself with the account it saw last.
    private static bool WantsFreshSignIn(AuthorizationRequest request, Session? session) =>
        request.WantsFreshSignIn || request.MaxAge is not null || (session is not null && request.Subject is { } subject && !string.Equals(subject, session.UserId, StringComparison.Ordinal));

    private async ValueTask<Session?> FindSessionAsync(HttpContext context) =>
        cookies.TryReadSession(context.Request, out var hash) && await sessions.FindAsync(hash, context.RequestAborted) is { } session && session.IsLive(time.GetUtcNow()) ? session : null;

    private bool MayAnswer(Session session, Client client, AuthorizationRequest request)
    {
        if (request.WantsFreshSignIn || (request.MaxAge is { } age && time.GetUtcNow() - session.AuthenticatedAt > age)
            || (request.Subject is { } subject && !string.Equals(subject, session.UserId, StringComparison.Ordinal))
            || (request.Connection is { } name && !string.Equals(name, session.Connection, StringComparison.Ordinal)))
        {
            return false;
        }

        // What was asked for counts and not what was granted: a person who said no once is not asked again by every client.
        var asked = TikTokScopes.Parse(session.AskedScopes);
        return connections.For(client.Connections).FirstOrDefault(connection => string.Equals(connection.Name, session.Connection, StringComparison.Ordinal)) is { } connection
            && connection.ScopesFor(request.Scopes).All(asked.Contains);
    }

    private async Task<bool> TryAnswerAsync(HttpContext context, Client client, MatchedRedirectUri target, AuthorizationRequest request, Session session)
    {
        var authorized = Authorization.Of(request, session);
        if (ConsentDoor.IsNeeded(client, request) && (request.WantsConsent || !await consents.HasAllowedAsync(session.UserId, client.Id, authorized.Scopes, context.RequestAborted)))
        {
            await (request.IsSilent
                ? answers.ErrorAsync(context, new RedirectError(target, OAuthError.ConsentRequired("The person has not allowed this yet."), request.State), request.ResponseMode)
                : consentDoor.SendAsync(context, request, session));
            return true;
        }

        var code = Handle.New(HandleKind.AuthorizationCode);
        if (!await signIns.AnswerAsync(authorized, code, context.RequestAborted))
        {
            return false;
        }

        meter.SignIn("answered", null, session.Connection);
        await answers.CodeAsync(context, target, request, code);
        return true;
    }
}
