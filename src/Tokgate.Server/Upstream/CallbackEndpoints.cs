using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>Where TikTok sends browsers back to.</summary>
/// <remarks>
/// Owns <c>GET /login/callback</c> (connection <c>tiktok</c>) and <c>GET /login/callback/{connection}</c>. The pending sign-in is taken before anything else is
/// looked at, so one state is good for one callback, whatever becomes of it (T-02). Then it must be the same browser, connection, app and callback. A person
/// who said no goes back to the client; every other failure is a page, because neither the client nor the person can mend it without being told.
/// Does not own how sign-ins begin (UpstreamStart), nor what is written (the sign-in store).
/// </remarks>
internal sealed class CallbackEndpoints(
    IPendingSignInStore pendingSignIns, ConnectionDirectory connections, UpstreamStart upstream, SignInArrival arrivals, SignInCompletion completion, BrowserCookies cookies, HostedPages pages,
    UpstreamRoom room, UpstreamBreaker breaker, IEnumerable<IOtherCallback> others, AuditTrail trail, SuspicionWatch watch, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (RequestReader.ReadQuery(context.Request, out var query) is not null)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.CallbackMalformed));
            return;
        }

        var callback = TikTokCallback.Parse(query.Pairs);
        foreach (var other in others)
        {
            if (await other.TryTakeAsync(context, NameIn(context), callback))
            {
                return;
            }
        }

        // Both before the state is spent, so that the page can be loaded again when there is room or TikTok is back.
        using var turn = breaker.Enter(NameIn(context));
        if (callback.IsSuccess && turn.Wait is { } wait)
        {
            await pages.FailAsync(context, FailureCatalogue.NotAsked(wait));
            return;
        }

        if (!room.TryEnter())
        {
            await pages.FailAsync(context, UpstreamQuestion.Crowded());
            return;
        }

        try
        {
            await TakeAsync(context, callback, turn);
        }
        finally
        {
            room.Leave();
        }
    }

    private async Task TakeAsync(HttpContext context, TikTokCallback callback, UpstreamTurn turn)
    {
        if (!Handle.TryHash(HandleKind.UpstreamState, callback.State, out var stateHash))
        {
            trail.Record(AuditNames.StateUnknown);
            await pages.FailAsync(context, WithoutState(callback));
            return;
        }

        var pending = await pendingSignIns.TakeAsync(stateHash, context.RequestAborted);
        if (pending is not null)
        {
            pending.Tell(AuditContext.Of(context));
            watch.Returned(AddressKey.Of(context.Connection.RemoteIpAddress));
        }

        if (pending is null || pending.ExpiresAt <= time.GetUtcNow() || Find(context, pending) is not { } found)
        {
            trail.Record(AuditNames.StateUnknown);
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.SignInUnknown), pending?.Request?.UiLocales);
            return;
        }

        if (!cookies.IsBoundTo(context.Request, pending.BrowserHash))
        {
            trail.Record(AuditNames.OtherBrowser);
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.SignInOfOtherBrowser), pending.Request?.UiLocales);
            return;
        }

        if (!found.Connection.Config.IsActiveForAuthentication)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.ConnectionInactive, StatusCodes.Status403Forbidden), pending.Request?.UiLocales);
            return;
        }

        await ContinueAsync(context, callback, pending, found, stateHash, turn);
    }

    private async Task ContinueAsync(HttpContext context, TikTokCallback callback, PendingSignIn pending, (Connection Connection, TikTokApp App) through, byte[] stateHash, UpstreamTurn turn)
    {
        if (await arrivals.FindAsync(context, pending.Request) is not { } arrival)
        {
            return;
        }

        if (callback.IsCancelledByUser)
        {
            await completion.CancelAsync(context, arrival.Target, pending);
            return;
        }

        await (callback.IsSuccess
            ? arrivals.RunAsync(context, arrival, pending, through, callback.Code, upstream.OpenVerifier(pending, stateHash), turn)
            : pages.FailAsync(context, FailureCatalogue.Of(callback.Error), pending.Request?.UiLocales));
    }

    private static string NameIn(HttpContext context) => context.GetRouteValue("connection") as string ?? ConnectionConfig.DefaultName;

    private (Connection Connection, TikTokApp App)? Find(HttpContext context, PendingSignIn pending)
    {
        var name = NameIn(context);
        return string.Equals(name, pending.Connection, StringComparison.Ordinal) && connections.Find(name) is { } connection
            && string.Equals(connection.Callback, pending.Callback, StringComparison.Ordinal) && connection.Find(pending.TikTokApp) is { } app ? (connection, app) : null;
    }

    // TikTok's apps leave the state out of some errors. What they say may still help; whom it concerns is unknown.
    private static Failure WithoutState(TikTokCallback callback) =>
        callback.Error is { } error && !callback.IsCancelledByUser && callback.State is null ? FailureCatalogue.Of(error) : Failure.BadRequest(ErrorIds.SignInUnknown);
}
