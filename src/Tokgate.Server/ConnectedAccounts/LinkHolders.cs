using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>Whether whoever a link is for is still there, and where it leads.</summary>
internal sealed class LinkHolders(ISessionStore sessions, ClientDirectory clients, BrowserCookies cookies, TimeProvider time)
{
    /// <summary>Somebody who signs in here must be signed in in this browser, in the session that it began with. Whom only the application knows is the application's to know.</summary>
    public async Task<bool> IsHereAsync(HttpContext context, AccountHolder holder) =>
        holder.SessionId is null || (cookies.TryReadSession(context.Request, out var hash) && await sessions.FindAsync(hash, context.RequestAborted) is { } session
            && session.IsLive(time.GetUtcNow()) && string.Equals(session.Id, holder.SessionId, StringComparison.Ordinal));

    public async Task<MatchedRedirectUri?> TargetAsync(AccountLink link, CancellationToken cancellationToken) =>
        link.Holder.ClientId is { } id && await clients.FindAsync(id, cancellationToken) is { IsActive: true } client
            ? RedirectUris.Match(client.Client.RedirectUris, link.RedirectUri, client.Client.IsNative) : null;

    public static void About(AuditContext about, AccountLink link)
    {
        about.FlowId = link.Id;
        about.ClientId = link.Holder.ClientId;
        about.UserId = link.Holder.UserId;
        about.SessionId = link.Holder.SessionId;
        about.Connection = link.Connection;
        about.TikTokApp = link.Departure?.TikTokApp;
    }
}
