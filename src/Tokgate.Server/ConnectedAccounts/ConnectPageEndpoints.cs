using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Users;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>Where an application sends a browser to connect a TikTok account.</summary>
/// <remarks>
/// Owns <c>GET</c> and <c>POST /connect</c>. The page says which application asks and, where somebody signed in here, as whom: a link that came by mail connects nobody's account
/// unseen. The first browser that opens a ticket is the only one it works in; the button spends it. Does not own what began it (ConnectEndpoints), nor the way back (ConnectCallback).
/// </remarks>
internal sealed class ConnectPageEndpoints(
    IAccountLinkStore store, AccountLinkStart start, LinkHolders holders, ConnectionDirectory connections, ClientDirectory clients, IUserStore users, BrowserCookies cookies, HostedPages pages, AuditTrail trail, Issuer issuer,
    TimeProvider time)
{
    public const string Path = "/connect";

    public async Task ShowAsync(HttpContext context)
    {
        var ticket = RequestReader.ReadQuery(context.Request, out var query) is null ? query["ticket"] : null;
        if (await FindAsync(context, ticket) is not ({ } link, _, _, var hash))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkUnknown));
            return;
        }

        if (!await store.TryBindAsync(hash, cookies.Bind(context, out _), context.RequestAborted) || !await holders.IsHereAsync(context, link.Holder))
        {
            await RefuseAsync(context);
            return;
        }

        var client = await clients.FindAsync(link.Holder.ClientId!, context.RequestAborted); // a ticket is always an application's
        var user = link.Holder.SessionId is null ? null : await users.FindAsync(link.Holder.UserId!, context.RequestAborted); // with a session there is a user
        var person = user is null ? null : AccountPerson.Of(user);
        var view = new ConnectView(issuer.Path + Path, client?.Client.Name ?? link.Holder.ClientId!, ticket!, person?.Name ?? person?.UserName);
        await pages.ShowAsync(context, "~/ConnectedAccounts/ConnectPage.cshtml", view);
    }

    public async Task GoAsync(HttpContext context)
    {
        var (form, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        if (unreadable is not null)
        {
            await pages.FailAsync(context, new Failure(ErrorIds.RequestMalformed, unreadable.Status));
            return;
        }

        if (await FindAsync(context, form["ticket"]) is not ({ } link, { } connection, { } app, var hash))
        {
            await pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkUnknown));
            return;
        }

        if (!await holders.IsHereAsync(context, link.Holder) || await start.DepartAsync(context, link, connection, app, hash) is not { } address)
        {
            await RefuseAsync(context);
            return;
        }

        BrowserRedirect.Send(context, address);
    }

    private Task RefuseAsync(HttpContext context)
    {
        trail.Record(AuditNames.OtherBrowser);
        return pages.FailAsync(context, Failure.BadRequest(ErrorIds.LinkOfOtherBrowser));
    }

    private async Task<(AccountLink Link, Connection Connection, TikTokApp App, byte[] Hash)?> FindAsync(HttpContext context, string? ticket)
    {
        if (!Handle.TryHash(HandleKind.ConnectTicket, ticket, out var hash) || await store.FindByTicketAsync(hash, context.RequestAborted) is not { } link || link.ExpiresAt <= time.GetUtcNow()
            || connections.Find(link.Connection) is not { Config.IsActiveForConnectedAccounts: true, Live: { } app } connection || await holders.TargetAsync(link, context.RequestAborted) is null)
        {
            return null;
        }

        LinkHolders.About(AuditContext.Of(context), link);
        return (link, connection, app, hash);
    }
}
