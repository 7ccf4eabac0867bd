using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Upstream;

/// <summary>The last step of a sign-in: one transaction, the browser's new cookie, and the way on: to the client, or to our account page if no client asked.</summary>
internal sealed class SignInCompletion(
    ISignInStore signIns, ConsentDoor consents, BrowserCookies cookies, HostedPages pages, AuthorizationAnswers answers, Issuer issuer,
    SuspicionWatch watch, BrokerMeter meter)
{
    /// <summary>The one place that a person's sign-in without a client leads to.</summary>
    public const string AccountPath = "/account";

    /// <summary>And the one for somebody who administers.</summary>
    public const string DashboardPath = "/dashboard/broker";

    private const int MaxUserAgent = 200;

    /// <summary>Target and client are there exactly if the pending sign-in has a request.</summary>
    public async Task RunAsync(HttpContext context, Connection connection, Client? client, MatchedRedirectUri? target, PendingSignIn pending, UpstreamPerson person)
    {
        var former = cookies.TryReadSession(context.Request, out var hash) ? hash : null;
        var (outcome, handle, code) = await CommitAsync(connection, client, pending, person, former, Shown(context.Request.Headers.UserAgent), context.RequestAborted);
        if (outcome.Session is { } session)
        {
            cookies.WriteSession(context.Response, handle);
            watch.SignedIn(AddressKey.Of(context.Connection.RemoteIpAddress), session.UserId);
        }

        await (pending.Request is not { } request || target is null ? ShowOwnPageAsync(context, pending, outcome) : AnswerAsync(context, target, request, outcome, code));
    }

    /// <summary>The transaction alone, for whoever tells the client in another way.</summary>
    public async Task<(SignInOutcome Outcome, Handle Session, Handle Code)> CommitAsync(
        Connection connection, Client? client, PendingSignIn pending, UpstreamPerson person, byte[]? formerSession, string? userAgent, CancellationToken cancellationToken)
    {
        var request = pending.Request;
        var signIn = new SignIn
        {
            Connection = connection,
            TikTokApp = pending.TikTokApp,
            OpenId = person.User.OpenId,
            UnionId = person.User.UnionId,
            Profile = person.User.Json,
            AskedScopes = pending.AskedScopes,
            GrantedScopes = person.Granted,
            Tokens = connection.Config.KeepsTokens ? person.Tokens : null,
            Request = request,
            NeedsConsent = client is not null && request is not null && ConsentDoor.IsNeeded(client, request),
            Session = Handle.New(HandleKind.Session),
            FormerSession = formerSession,
            Code = Handle.New(HandleKind.AuthorizationCode),
            UserAgent = userAgent,
        };
        var outcome = await signIns.CompleteAsync(signIn, cancellationToken);
        if (outcome.Session is not null)
        {
            meter.SignIn("completed", null, connection.Name);
        }

        return (outcome, signIn.Session, signIn.Code);
    }

    /// <summary>The person said no at TikTok.</summary>
    public Task CancelAsync(HttpContext context, MatchedRedirectUri? target, PendingSignIn pending)
    {
        var request = pending.Request;
        if (request is not null && target is not null)
        {
            return answers.ErrorAsync(context, new RedirectError(target, OAuthError.AccessDenied("The person did not sign in with TikTok."), request.State), request.ResponseMode);
        }

        BrowserRedirect.Send(context, issuer.At(OwnPage(pending)));
        return Task.CompletedTask;
    }

    private static string OwnPage(PendingSignIn pending) => pending.IsForDashboard ? DashboardPath : AccountPath;

    private Task ShowOwnPageAsync(HttpContext context, PendingSignIn pending, SignInOutcome outcome)
    {
        if (outcome.Session is null)
        {
            return BlockedAsync(context, null);
        }

        BrowserRedirect.Send(context, issuer.At(OwnPage(pending)));
        return Task.CompletedTask;
    }

    private Task AnswerAsync(HttpContext context, MatchedRedirectUri target, AuthorizationRequest request, SignInOutcome outcome, Handle code) => outcome switch
    {
        { Standing: SignInStanding.Authorized } => answers.CodeAsync(context, target, request, code),
        { Standing: SignInStanding.ConsentNeeded, Session: { } session } => consents.SendAsync(context, request, session),
        { Standing: SignInStanding.OtherSubject } => answers.ErrorAsync(
            context, new RedirectError(target, OAuthError.LoginRequired("Somebody else signed in than was asked for."), request.State), request.ResponseMode),
        _ => BlockedAsync(context, request.UiLocales),
    };

    private Task BlockedAsync(HttpContext context, string? uiLocales) =>
        pages.FailAsync(context, new Failure(ErrorIds.UserBlocked, StatusCodes.Status403Forbidden), uiLocales);

    // It is shown to its own user again, and anybody can send anything: short, and without what a terminal or a page might obey.
    internal static string? Shown(string? userAgent) => userAgent is { Length: > 0 } text ? AllowedText.Of(text, MaxUserAgent) : null;
}
