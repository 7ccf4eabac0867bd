using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>
/// Where the browser comes back to that went to connect an account (T-39). It must be the same browser, and where somebody of ours does it the same session. From the account page the
/// account is then theirs; for an application it is put aside until the application comes for it with what it began with.
/// </summary>
internal sealed class ConnectCallback(
    IAccountLinkStore store, LinkSeal seal, LinkHolders holders, ConnectionDirectory connections, BrowserCookies cookies, UpstreamExchange exchange, UpstreamRoom room, HostedPages pages, AuditTrail trail,
    Issuer issuer, TimeProvider time) : IOtherCallback
{
    public async Task<bool> TryTakeAsync(HttpContext context, string connection, TikTokCallback callback)
    {
        if (!Handle.TryHash(HandleKind.LinkState, callback.State, out var stateHash))
        {
            return false;
        }

        // Before the state is spent, so that the page can be loaded again when there is room.
        if (!room.TryEnter())
        {
            await pages.FailAsync(context, UpstreamQuestion.Crowded());
            return true;
        }

        try
        {
            await TakeAsync(context, connection, callback, stateHash);
        }
        finally
        {
            room.Leave();
        }

        return true;
    }

    private async Task TakeAsync(HttpContext context, string name, TikTokCallback callback, byte[] stateHash)
    {
        var link = await store.TakeByStateAsync(stateHash, context.RequestAborted);
        if (link is not { Departure: { } departure, BrowserHash: { } begunBy } || link.ExpiresAt <= time.GetUtcNow() || link.Connection != name
            || connections.Find(name) is not { } connection || connection.Callback != departure.Callback || connection.Find(departure.TikTokApp) is not { } app)
        {
            trail.Record(AuditNames.StateUnknown);
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkUnknown));
            return;
        }

        LinkHolders.About(AuditContext.Of(context), link);
        if (!cookies.IsBoundTo(context.Request, begunBy) || !await holders.IsHereAsync(context, link.Holder))
        {
            trail.Record(AuditNames.OtherBrowser);
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkOfOtherBrowser));
            return;
        }

        if (!connection.Config.IsActiveForConnectedAccounts)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.ConnectionNotForAccounts, StatusCodes.Status403Forbidden));
            return;
        }

        if (callback.IsCancelledByUser)
        {
            await BackAsync(context, link, [new("error", "access_denied"), new("error_description", "The person did not connect an account.")]);
            return;
        }

        if (!callback.IsSuccess)
        {
            await pages.FailAsync(context, FailureCatalogue.Of(callback.Error));
            return;
        }

        await ExchangeAsync(context, link, departure, connection, app, callback.Code, stateHash);
    }

    private async Task ExchangeAsync(HttpContext context, AccountLink link, LinkDeparture departure, Connection connection, Connections.TikTokApp app, AuthorizationCode code, byte[] stateHash)
    {
        var pending = new PendingSignIn
        {
            BrowserHash = link.BrowserHash!, // it was compared with this browser's
            Connection = link.Connection,
            TikTokApp = departure.TikTokApp,
            Callback = departure.Callback,
            AskedScopes = departure.AskedScopes,
            Request = null,
            CreatedAt = link.CreatedAt,
            ExpiresAt = link.ExpiresAt,
        };
        var (person, failure) = await exchange.RunAsync(connection, app, code, pending, seal.OpenVerifier(departure.SealedVerifier, stateHash), context.RequestAborted);
        if (person is null)
        {
            await pages.FailAsync(context, failure!); // one of the two is there
            return;
        }

        if (link.OpenId is { } wanted && !string.Equals(wanted, person.User.OpenId, StringComparison.Ordinal))
        {
            await BackAsync(context, link, [new("error", "access_denied"), new("error_description", "Another TikTok account came back than the one that is connected.")]);
            return;
        }

        var result = new LinkResult(connection.Name, app.ClientKey, person.User.OpenId, person.Granted, person.Tokens, connection.ClaimsOf("", person.User.Json, before: null));
        if (link.RedirectUri is null)
        {
            await store.KeepAsync(link.Holder, result, CancellationToken.None);
            BrowserRedirect.Send(context, issuer.At(SignInCompletion.AccountPath));
            return;
        }

        var connectCode = Handle.New(HandleKind.ConnectCode);
        if (!await store.HoldAsync(link.Id, connectCode.Hash(), seal.Result(result, link.Id), CancellationToken.None))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkUnknown));
            return;
        }

        await BackAsync(context, link, [new("connect_code", connectCode.Reveal())]);
    }

    private async Task BackAsync(HttpContext context, AccountLink link, List<KeyValuePair<string, string>> parameters)
    {
        if (link.RedirectUri is null)
        {
            BrowserRedirect.Send(context, issuer.At(SignInCompletion.AccountPath));
            return;
        }

        if (await holders.TargetAsync(link, context.RequestAborted) is not { } target)
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.RedirectUriUnregistered));
            return;
        }

        if (link.State is { } state)
        {
            parameters.Add(new("state", state));
        }

        parameters.Add(new("iss", issuer.Value));
        BrowserRedirect.Send(context, target.With(parameters));
    }
}
