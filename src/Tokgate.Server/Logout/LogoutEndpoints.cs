using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Logout;

/// <summary>OpenID Connect RP-Initiated Logout 1.0.</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /oidc/logout</c> and the form behind them, <c>POST /oidc/logout/confirm</c>. Whoever shows an ID token of the very session that this browser
/// has ends it at once; in every other case the person is asked, or any page on the web could sign people out (T-28). What waits for the person's answer stands
/// in a row and not in the form, which holds a handle for this session alone. A POST from a client's site brings none of our cookies, so its request is checked, put
/// aside and picked up by a GET of our own. With the session die its codes and all grants without offline_access, because they are read together with it.
/// Other clients are told by <see cref="LogoutDeliveryKind"/>, whoever ended the session: what is to be told is written together with its end.
/// </remarks>
internal sealed class LogoutEndpoints(LogoutReader reader, ILogoutRequestStore waiting, ISessionStore sessions, BrowserCookies cookies, HostedPages pages, Issuer issuer, TimeProvider time)
{
    public const string Path = "/oidc/logout";
    public const string ConfirmPath = Path + "/confirm";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async Task BeginAsync(HttpContext context)
    {
        if (await ReadAsync(context, RequestReader.ReadQuery(context.Request, out var query), query) is not { } request)
        {
            return;
        }

        byte[]? hash = null;
        if (query["request"] is { } handle && Handle.TryHash(HandleKind.LogoutRequest, handle, out hash) && await waiting.FindAsync(hash, sessionId: null, context.RequestAborted) is { } posted)
        {
            request = posted;
        }

        var session = await FindSessionAsync(context);
        if (session is not null && !IsOf(request, session))
        {
            await AskAsync(context, request, session);
            return;
        }

        if (hash is not null)
        {
            await waiting.TryRemoveAsync(hash, context.RequestAborted);
        }

        // Nobody confirmed this: only a hint proves that the client knows whom it sends away.
        await EndAsync(context, request, session, mayLeave: request.HasHint);
    }

    public async Task PutAsideAsync(HttpContext context)
    {
        var (form, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        if (await ReadAsync(context, unreadable, form) is not { } request)
        {
            return;
        }

        var query = "";
        if (request.SaysSomething)
        {
            query = $"?request={await KeepAsync(request, sessionId: null, context.RequestAborted)}";
        }
        else if (request.UiLocales is { } locales)
        {
            query = $"?ui_locales={Uri.EscapeDataString(locales)}";
        }

        BrowserRedirect.Send(context, issuer.At(Path + query));
    }

    public async Task ConfirmAsync(HttpContext context)
    {
        var (form, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        if (unreadable is not null)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.LogoutRequestRefused, unreadable.Status, unreadable.Description));
            return;
        }

        var session = await FindSessionAsync(context);
        var request = session is not null && form["decision"] is "sign-out" or "stay" ? await TakeAsync(form["request"], session, context.RequestAborted) : null;
        if (session is null)
        {
            await EndAsync(context, new LogoutRequest(), session: null, mayLeave: false);
        }
        else if (request is null)
        {
            // Too late, twice or forged: what the person wants is clear to nobody but them, so they are asked again, and nothing waits for the answer.
            await AskAsync(context, new LogoutRequest(), session);
        }
        else if (form["decision"] == "stay")
        {
            await pages.ShowAsync(context, "~/Logout/LogoutEndPage.cshtml", new LogoutEndView(IsSignedOut: false), request.UiLocales);
        }
        else
        {
            await EndAsync(context, request, session, mayLeave: true);
        }
    }

    private static bool IsOf(LogoutRequest request, Session session) =>
        string.Equals(request.Subject, session.UserId, StringComparison.Ordinal) && string.Equals(request.SessionId, session.Id, StringComparison.Ordinal);

    private async ValueTask<LogoutRequest?> ReadAsync(HttpContext context, OAuthError? unreadable, Parameters parameters)
    {
        var (request, failure) = unreadable is null
            ? await reader.ReadAsync(parameters, context.RequestAborted)
            : (new LogoutRequest(), new Failure(ErrorIds.LogoutRequestRefused, unreadable.Status, unreadable.Description));
        if (failure is null)
        {
            return request;
        }

        await pages.FailAsync(context, failure, request.UiLocales);
        return null;
    }

    private async ValueTask<Session?> FindSessionAsync(HttpContext context) =>
        cookies.TryReadSession(context.Request, out var hash) && await sessions.FindAsync(hash, context.RequestAborted) is { } session && session.IsLive(time.GetUtcNow()) ? session : null;

    private async Task<string> KeepAsync(LogoutRequest request, string? sessionId, CancellationToken cancellationToken)
    {
        var handle = Handle.New(HandleKind.LogoutRequest);
        await waiting.AddAsync(handle.Hash(), request, sessionId, time.GetUtcNow() + Lifetime, cancellationToken);
        return handle.Reveal();
    }

    private async ValueTask<LogoutRequest?> TakeAsync(string? handle, Session session, CancellationToken cancellationToken) =>
        Handle.TryHash(HandleKind.LogoutRequest, handle, out var hash) && await waiting.FindAsync(hash, session.Id, cancellationToken) is { } request
        && await waiting.TryRemoveAsync(hash, cancellationToken) ? request : null;

    private async Task AskAsync(HttpContext context, LogoutRequest request, Session session)
    {
        var handle = await KeepAsync(request, session.Id, context.RequestAborted);
        var view = new LogoutView(await reader.ApplicationOfAsync(request, context.RequestAborted), issuer.Path + ConfirmPath, handle);
        await pages.ShowAsync(context, "~/Logout/LogoutPage.cshtml", view, request.UiLocales);
    }

    private async Task EndAsync(HttpContext context, LogoutRequest request, Session? session, bool mayLeave)
    {
        if (session is not null)
        {
            // Nobody's token: a browser that hangs up here wanted to be signed out all the same.
            await sessions.EndAsync(session.Id, CancellationToken.None);
        }

        cookies.ClearSession(context.Response);
        if (mayLeave && await reader.TargetOfAsync(request, context.RequestAborted) is { } target)
        {
            BrowserRedirect.Send(context, target.With(request.State is { } state ? [new("state", state)] : []));
            return;
        }

        await pages.ShowAsync(context, "~/Logout/LogoutEndPage.cshtml", new LogoutEndView(IsSignedOut: true), request.UiLocales);
    }
}
