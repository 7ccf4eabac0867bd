using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>The last step of a sign-in: one transaction, the browser's new cookie, and the way on.</summary>
internal sealed class SignInCompletion(
    ISignInStore signIns, ConnectionDirectory connections, ConsentDoor consents, BrowserCookies cookies, HostedPages pages, AuthorizationAnswers answers, AuditTrail trail,
    SuspicionWatch watch)
{
    public async Task RunAsync(HttpContext context, Client client, MatchedRedirectUri target, PendingSignIn pending, TikTokUser user, TikTokScopes granted)
    {
        var request = pending.Request;
        var handle = Handle.New(HandleKind.Session);
        var code = Handle.New(HandleKind.AuthorizationCode);
        var outcome = await signIns.CompleteAsync(
            new SignIn
            {
                Connection = connections.Find(pending.Connection)!, // found a moment ago; connections are replaced and not removed
                TikTokApp = pending.TikTokApp,
                OpenId = user.OpenId,
                UnionId = user.UnionId,
                Profile = user.Json,
                AskedScopes = pending.AskedScopes,
                GrantedScopes = granted,
                Request = request,
                Audited = trail.New(AuditNames.SignInCompleted),
                NeedsConsent = ConsentDoor.IsNeeded(client, request),
                Session = handle,
                FormerSession = cookies.TryReadSession(context.Request, out var former) ? former : null,
                Code = code,
            },
            context.RequestAborted);
        if (outcome.Session is { } session)
        {
            cookies.WriteSession(context.Response, handle);
            watch.SignedIn(AddressKey.Of(context.Connection.RemoteIpAddress), session.UserId);
            if (outcome.Standing == SignInStanding.ConsentNeeded)
            {
                await consents.SendAsync(context, request, session);
                return;
            }
        }

        await (outcome.Standing switch
        {
            SignInStanding.Authorized => answers.CodeAsync(context, target, request, code),
            SignInStanding.OtherSubject => answers.ErrorAsync(
                context, new RedirectError(target, OAuthError.LoginRequired("Somebody else signed in than was asked for."), request.State), request.ResponseMode),
            _ => pages.FailAsync(context, new Failure(ErrorIds.UserBlocked, StatusCodes.Status403Forbidden), request.UiLocales),
        });
    }
}
