using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>The page with a code that a phone scans.</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /login/qr</c> and <c>POST /login/qr/status</c>. The code belongs to the browser that asked for it, by the cookie that binds every sign-in (T-01); the handle in the
/// address opens nothing without it. The page's script asks here and never TikTok, and what it hears is one word. Once TikTok has confirmed the code, the browser posts the page's form, and the
/// sign-in goes on where a callback's does (SignInArrival). Without scripts the same form has a button.
/// Does not own how codes are made and looked at (QrStart, QrLook), nor codes that a program shows (QrAuthorization, Token).
/// </remarks>
internal sealed class QrEndpoints(
    IQrSignInStore store, QrStart start, QrLook look, QrSeal seal, ConnectionDirectory connections, ClientDirectory clients, UpstreamStart upstream, SignInArrival arrivals, UpstreamRoom room, UpstreamBreaker breaker,
    BrowserCookies cookies, HostedPages pages, Issuer issuer, AuditTrail trail, SuspicionWatch watch, TimeProvider time)
{
    public const string Path = "/login/qr";
    public const string StatusPath = Path + "/status";

    /// <summary>Shows a new code to this browser.</summary>
    public async Task SendAsync(HttpContext context, AuthorizationRequest request, Connection connection)
    {
        var isKnown = cookies.TryReadBinding(context.Request, out var browser);
        var binding = isKnown ? null : Handle.New(HandleKind.PendingSignIn);
        var (handle, _, failure) = await start.BeginAsync(request, connection, binding?.Hash() ?? browser, isKnown ? UpstreamStart.MaxPerBrowser : null, context.RequestAborted);
        if (handle is null)
        {
            await pages.FailAsync(context, failure!, request.UiLocales); // one of the two is there
            return;
        }

        if (binding is not null)
        {
            cookies.WriteBinding(context.Response, binding);
        }

        watch.Started(AddressKey.Of(context.Connection.RemoteIpAddress));
        LeadBack(context, handle.Reveal());
    }

    public async Task ShowAsync(HttpContext context)
    {
        var handle = RequestReader.ReadQuery(context.Request, out var query) is null ? query["qr"] : null;
        var (hash, signIn) = await FindAsync(context, handle);
        if (signIn is null || await clients.FindAsync(signIn.Request.ClientId, context.RequestAborted) is not { IsActive: true } client || Through(signIn) is not { } through || !seal.TryOpen(signIn, hash, out var code))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.SignInUnknown), signIn?.Request.UiLocales);
            return;
        }

        // Nobody has a phone that TikTok's emulator could be scanned with.
        var address = through.Connection.Config.Find(through.App.ClientKey)?.Address;
        var phone = address is null ? null : new Uri(address, "/_emulator/scan?url=" + Uri.EscapeDataString(code.Content)).AbsoluteUri;
        var view = new QrView(client.Client.Name, handle!, code.Content, signIn.StateAt(time.GetUtcNow()), issuer.Path + StatusPath, phone); // something was found by it
        await pages.ShowAsync(context, "~/Upstream/QrCodes/QrPage.cshtml", view, signIn.Request.UiLocales, sources: "connect-src 'self'");
    }

    /// <summary>For the page's script: one word, and nothing that is worth anything elsewhere.</summary>
    public async Task TellAsync(HttpContext context)
    {
        var (form, unreadable) = await ClientRequest.ReadFormAsync(context.Request, ["qr"], context.RequestAborted);
        if (unreadable is not null)
        {
            await ResponseWriter.WriteAsync(context, unreadable);
            return;
        }

        var (hash, signIn) = await FindAsync(context, form["qr"]);
        if (signIn is null)
        {
            await ResponseWriter.WriteAsync(context, OAuthError.InvalidRequest("There is no such code, or it is another browser's."));
            return;
        }

        var looked = await look.LookAsync(hash, signIn, context.RequestAborted);
        if (looked.Failure is { RetryAfter: null } failure)
        {
            // The person is offered another code, which will fail as this one did until the operator hears of it.
            trail.Record(trail.New(AuditNames.SignInFailed) with { ErrorId = failure.ErrorId, Cause = failure.Cause, LogId = failure.LogId });
        }

        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, looked, static (json, looked) =>
        {
            json.WriteString("state"u8, looked.State.ToString().ToLowerInvariant());
            json.WriteNumber("interval"u8, (long)(looked.Failure?.RetryAfter ?? QrStart.Interval).TotalMilliseconds);
        });
    }

    /// <summary>The page's form: goes on if the phone has confirmed, makes another code, or goes to TikTok in this browser after all.</summary>
    public async Task ContinueAsync(HttpContext context)
    {
        var (form, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        if (unreadable is not null || form.Repeated is not null)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, unreadable?.Status ?? StatusCodes.Status400BadRequest));
            return;
        }

        var (hash, signIn) = await FindAsync(context, form["qr"]);
        if (signIn is null)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.SignInUnknown));
            return;
        }

        if (Through(signIn) is not { } through || !through.Connection.IsOffered)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.ConnectionInactive, StatusCodes.Status403Forbidden), signIn.Request.UiLocales);
            return;
        }

        switch (form["action"])
        {
            case "renew":
                await RenewAsync(context, form["qr"]!, hash, signIn, through.App); // something was found by it
                break;
            case "here" when await store.TryRemoveAsync(hash, context.RequestAborted):
                await upstream.SendAsync(context, signIn.Request, through.Connection, signIn.Request.WantsFreshSignIn || signIn.Request.MaxAge is not null);
                break;
            default:
                await ArriveAsync(context, form["qr"]!, hash, signIn, through); // as above
                break;
        }
    }

    private async Task RenewAsync(HttpContext context, string handle, byte[] hash, QrSignIn signIn, TikTokApp app)
    {
        if (signIn.StateAt(time.GetUtcNow()) == QrState.Over && await start.RenewAsync(hash, signIn, app, context.RequestAborted) is { } failure)
        {
            await pages.FailAsync(context, failure, signIn.Request.UiLocales);
            return;
        }

        LeadBack(context, handle);
    }

    private async Task ArriveAsync(HttpContext context, string handle, byte[] hash, QrSignIn signIn, (Connection Connection, TikTokApp App) through)
    {
        var looked = await look.LookAsync(hash, signIn, context.RequestAborted);
        if (looked.State != QrState.Confirmed)
        {
            if (looked.Failure is { RetryAfter: null } failure)
            {
                await pages.FailAsync(context, failure, signIn.Request.UiLocales);
                return;
            }

            LeadBack(context, handle);
            return;
        }

        // Both before the code is spent, as at the callback: the form can be sent again when there is room or TikTok is back.
        using var turn = breaker.Enter(signIn.Connection);
        if (turn.Wait is { } wait)
        {
            await pages.FailAsync(context, FailureCatalogue.NotAsked(wait), signIn.Request.UiLocales);
            return;
        }

        if (!room.TryEnter())
        {
            await pages.FailAsync(context, UpstreamQuestion.Crowded(), signIn.Request.UiLocales);
            return;
        }

        try
        {
            await TakeAsync(context, hash, signIn, through, turn);
        }
        finally
        {
            room.Leave();
        }
    }

    private async Task TakeAsync(HttpContext context, byte[] hash, QrSignIn signIn, (Connection Connection, TikTokApp App) through, UpstreamTurn turn)
    {
        if (await store.TakeAsync(hash, context.RequestAborted) is not { } taken || !seal.TryOpen(taken, hash, out var code, out var redirectUri))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.SignInUnknown), signIn.Request.UiLocales);
            return;
        }

        watch.Returned(AddressKey.Of(context.Connection.RemoteIpAddress));
        if (await arrivals.FindAsync(context, taken.Request) is { } arrival)
        {
            await arrivals.RunAsync(context, arrival, taken.ToPending(redirectUri.Length > 0 ? redirectUri : through.Connection.Callback), through, code, verifier: null, turn);
        }
    }

    private void LeadBack(HttpContext context, string handle) => BrowserRedirect.Send(context, issuer.At($"{Path}?qr={handle}"));

    private async Task<(byte[] Hash, QrSignIn? SignIn)> FindAsync(HttpContext context, string? handle)
    {
        if (!Handle.TryHash(HandleKind.QrCode, handle, out var hash) || await store.FindAsync(hash, context.RequestAborted) is not { BrowserHash: { } browser } signIn)
        {
            return (hash, null);
        }

        signIn.ToPending("").Tell(AuditContext.Of(context));
        if (cookies.IsBoundTo(context.Request, browser))
        {
            return (hash, signIn);
        }

        trail.Record(AuditNames.OtherBrowser);
        return (hash, null);
    }

    private (Connection Connection, TikTokApp App)? Through(QrSignIn signIn) =>
        connections.Find(signIn.Connection) is { } connection && connection.Find(signIn.TikTokApp) is { } app ? (connection, app) : null;
}
