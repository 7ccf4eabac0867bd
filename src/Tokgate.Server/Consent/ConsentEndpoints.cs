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
    IWaitingRequestStore waiting, ISessionStore sessions, ISignInStore signIns, IConsentStore consents, ClientDirectory clients, BrowserCookies cookies, HostedPages pages, AuthorizationAnswers answers,
    TimeProvider time)
{
    public async Task ShowAsync(HttpContext context)
    {
        var handle = RequestReader.ReadQuery(context.Request, out var query) is null ? query["request"] : null;
        if (await FindAsync(context, handle) is not { } asked)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown));
            return;
        }

        var scopes = Authorization.Of(asked.Request, asked.Session).Scopes;
        await pages.ShowAsync(context, "~/Consent/ConsentPage.cshtml", new ConsentView(asked.Client.Name, asked.Client.Id, handle!, scopes), asked.Request.UiLocales); // something was found by it
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

        if (decision is not ("allow" or "deny") || await FindAsync(context, form["request"]) is not { } asked || !await waiting.TryRemoveAsync(asked.Hash, context.RequestAborted))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.WaitingRequestUnknown));
            return;
        }

        var request = asked.Request;
        if (decision == "deny")
        {
            await answers.ErrorAsync(context, new RedirectError(asked.Target, OAuthError.AccessDenied("The person did not allow it."), request.State), request.ResponseMode);
            return;
        }

        var authorized = Authorization.Of(request, asked.Session);
        await consents.RememberAsync(authorized.UserId, authorized.ClientId, authorized.Scopes, context.RequestAborted);
        var code = Handle.New(HandleKind.AuthorizationCode);
        await (await signIns.AnswerAsync(authorized, code, context.RequestAborted)
            ? answers.CodeAsync(context, asked.Target, request, code)
            : answers.ErrorAsync(context, new RedirectError(asked.Target, OAuthError.LoginRequired("The session has ended meanwhile."), request.State), request.ResponseMode));
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

        return new Asked(hash, request, session, client.Client, target);
    }

    private sealed record Asked(byte[] Hash, AuthorizationRequest Request, Session Session, Client Client, MatchedRedirectUri Target);
}
