using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Consent;

/// <summary>Where a person is asked what an application of others may have.</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /consent</c>. A request waits here for one session and is answered once: allowed, which is remembered for this person, client
/// and these scopes, or denied. What is asked for stands in the waiting row and never in the form, which holds nothing but a handle (T-10). The form needs no
/// token of its own: another site can neither know the handle nor make the browser send the session's cookie with a post, and Operations' FormGate refuses its forms.
/// Does not own when somebody is asked (Upstream's ConsentDoor).
/// </remarks>
internal sealed class ConsentEndpoints(
    IWaitingRequestStore waiting, ISessionStore sessions, IConsentStore consents, ClientDirectory clients, BrowserCookies cookies, HostedPages pages, AuthorizationAnswers answers,
    AuditTrail trail, TimeProvider time)
{
    public async Task ShowAsync(HttpContext context)
    {
        var handle = RequestReader.ReadQuery(context.Request, out var query) is null ? query["request"] : null;
        if (await FindAsync(context, handle) is not { } asked)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown));
            return;
        }

        var allowed = await consents.AllowedScopesAsync(asked.Session.UserId, asked.Client.Id, context.RequestAborted);
        var scopes = Authorization.Of(asked.Request, asked.Session).Scopes;
        var view = new ConsentView(asked.Client.Name, asked.Client.Id, handle!, [.. scopes.Select(scope => new ConsentScope(scope, allowed.Count > 0 && !allowed.Contains(scope)))]); // something was found by it
        await pages.ShowAsync(context, "~/Consent/ConsentPage.cshtml", view, asked.Request.UiLocales);
    }

    public async Task DecideAsync(HttpContext context)
    {
        var (form, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        var decision = form["decision"];
        if (unreadable is not null)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, unreadable.Status));
            return;
        }

        if (decision is not ("allow" or "deny") || await FindAsync(context, form["request"]) is not { } asked)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown));
            return;
        }

        await (decision == "allow" ? AllowAsync(context, asked) : DenyAsync(context, asked));
    }

    private async Task DenyAsync(HttpContext context, Asked asked)
    {
        if (await waiting.TryRemoveAsync(asked.Hash, context.RequestAborted))
        {
            trail.Record(AuditNames.ConsentDenied);
            await answers.ErrorAsync(context, new RedirectError(asked.Target, OAuthError.AccessDenied("The person did not allow it."), asked.Request.State), asked.Request.ResponseMode);
            return;
        }

        await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown), asked.Request.UiLocales);
    }

    private async Task AllowAsync(HttpContext context, Asked asked)
    {
        var request = asked.Request;
        var code = Handle.New(HandleKind.AuthorizationCode);
        var authorized = Authorization.Of(request, asked.Session);
        await (await consents.AllowAsync(asked.Hash, authorized, code, context.RequestAborted) switch
        {
            ConsentStanding.Authorized => answers.CodeAsync(context, asked.Target, request, code),
            ConsentStanding.SessionEnded => answers.ErrorAsync(
                context, new RedirectError(asked.Target, OAuthError.LoginRequired("The session has ended meanwhile."), request.State), request.ResponseMode),
            _ => pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown), request.UiLocales),
        });
    }

    private async ValueTask<Asked?> FindAsync(HttpContext context, string? handle)
    {
        if (!Handle.TryHash(HandleKind.ConsentRequest, handle, out var hash) || !cookies.TryReadSession(context.Request, out var sessionHash)
            || await waiting.FindAsync(hash, context.RequestAborted) is not ({ } request, { } sessionId)
            || await sessions.FindAsync(sessionHash, context.RequestAborted) is not { } session || session.Id != sessionId || !session.IsLive(time.GetUtcNow())
            || await clients.FindAsync(request.ClientId, context.RequestAborted) is not { IsActive: true } client
            || RedirectUris.Match(client.Client.RedirectUris, request.RedirectUri, client.Client.IsNative) is not { } target)
        {
            return null;
        }

        var about = AuditContext.Of(context);
        about.FlowId = request.FlowId;
        about.ClientId = request.ClientId;
        about.UserId = session.UserId;
        about.SessionId = session.Id;
        return new Asked(hash, request, session, client.Client, target);
    }

    private sealed record Asked(byte[] Hash, AuthorizationRequest Request, Session Session, Client Client, MatchedRedirectUri Target);
}
