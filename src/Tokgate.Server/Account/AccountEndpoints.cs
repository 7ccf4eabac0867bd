using Tokgate.Server.Audit;
using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Upstream;
using Tokgate.Vault;

namespace Tokgate.Server.Account;

/// <summary>Where a person sees what is signed in and who has access, and ends it (ASVS 10.4.9).</summary>
/// <remarks>
/// Owns <c>GET /account</c> and the forms on it: <c>POST /account/sign-in</c>, <c>/account/sessions/end</c>, <c>/account/sessions/end-all</c>,
/// <c>/account/applications/remove</c>, <c>/account/connections/connect</c>, which begins to connect a further TikTok account, and <c>/account/connections/end</c>, which ends a TikTok grant here and at TikTok. Whoever is not signed in is offered the same way through TikTok as an application's people, with this page as its fixed end:
/// no client is involved, and no address is taken from anywhere. Whatever ends something is a POST from our own page with a token of this very session; a form that
/// waited too long says so and changes nothing. What is ended is looked up among what is this person's, so another's id is as good as none.
/// Does not own how sessions end (Sessions), nor the way to TikTok (Upstream).
/// </remarks>
internal sealed class AccountEndpoints(
    AccountReader reader, AccountForm form, IAccountStore store, ISessionStore sessions, ConnectionDirectory connections, UpstreamStart upstream, BrowserCookies cookies, HostedPages pages,
    Issuer issuer, TikTokVault vault, AccountLinkStart links, AuditTrail trail, TimeProvider time)
{
    public const string Path = SignInCompletion.AccountPath;
    public const string SignInPath = Path + "/sign-in";
    public const string EndSessionPath = Path + "/sessions/end";
    public const string EndAllPath = Path + "/sessions/end-all";
    public const string RemovePath = Path + "/applications/remove";
    public const string DisconnectPath = Path + "/connections/end";
    public const string ConnectPath = Path + "/connections/connect";

    // The words that AccountForm seals: names of sentences in Pages/Languages, but for the first.
    private const string FormWord = "form";
    private const string SessionEnded = "accountSessionEnded";
    private const string AccessRemoved = "accountAccessRemoved";
    private const string Disconnected = "accountDisconnected";
    private const string DisconnectedHere = "accountDisconnectedHere";
    private const string DisconnectedDouyin = "accountDisconnectedDouyin";
    private const string NothingToEnd = "accountNothingToEnd";
    private const string TooOld = "accountTooOld";

    public async Task ShowAsync(HttpContext context)
    {
        var (session, hash) = await FindSessionAsync(context);
        if (session is null)
        {
            await ShowSignInAsync(context);
            return;
        }

        var notice = RequestReader.ReadQuery(context.Request, out var query) is null && form.Read(query["done"], hash) is { } word and not FormWord ? word : null;
        var view = await reader.ReadAsync(session, issuer.Path + Path, form.Write(FormWord, hash), notice, context.RequestAborted);
        await pages.ShowAsync(context, "~/Account/AccountPage.cshtml", view);
    }

    public async Task SignInAsync(HttpContext context)
    {
        var (posted, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        if (unreadable is not null || !IsOurPage(context))
        {
            BrowserRedirect.Send(context, issuer.At(Path));
            return;
        }

        var all = connections.For(names: null);
        var chosen = posted["connection"] is { } name ? all.FirstOrDefault(connection => string.Equals(connection.Name, name, StringComparison.Ordinal)) : all is [var only] ? only : null;
        await (chosen is not null ? upstream.SendAsync(context, request: null, chosen, wantsFreshSignIn: false)
            : all.Count == 0 ? pages.FailAsync(context, new Failure(ErrorIds.NoConnection, StatusCodes.Status503ServiceUnavailable))
            : ShowSignInAsync(context));
    }

    public Task EndSessionAsync(HttpContext context) => EndAsync(context, "session", async (session, hash, id) =>
    {
        // Only among one's own: the id of somebody else's session ends nothing.
        var isMine = (await store.SessionsAsync(session.UserId, context.RequestAborted)).Any(mine => string.Equals(mine.Id, id, StringComparison.Ordinal));
        var hasEnded = isMine && await sessions.EndAsync(id!, CancellationToken.None); // null is no session's id
        if (hasEnded && string.Equals(id, session.Id, StringComparison.Ordinal))
        {
            cookies.ClearSession(context.Response);
            BrowserRedirect.Send(context, issuer.At(Path));
            return;
        }

        Back(context, hasEnded ? SessionEnded : NothingToEnd, hash);
    });

    public Task EndAllAsync(HttpContext context) => EndAsync(context, null, async (session, _, _) =>
    {
        await sessions.EndAllOfUserAsync(session.UserId, CancellationToken.None);
        cookies.ClearSession(context.Response);
        BrowserRedirect.Send(context, issuer.At(Path));
    });

    public Task RemoveAsync(HttpContext context) => EndAsync(context, "client", async (session, hash, id) =>
        Back(context, id is not null && await store.RemoveApplicationAsync(session.UserId, id, CancellationToken.None) ? AccessRemoved : NothingToEnd, hash));

    public Task DisconnectAsync(HttpContext context) => EndAsync(context, "grant", async (session, hash, id) =>
    {
        // Only among one's own, as with sessions. What has begun is not given up when the browser is.
        if ((await vault.ListAsync(session.UserId, context.RequestAborted)).FirstOrDefault(mine => mine.State != GrantState.Revoked && string.Equals(mine.Id, id, StringComparison.Ordinal)) is not { } grant)
        {
            Back(context, NothingToEnd, hash);
            return;
        }

        var outcome = await vault.RevokeAsync(grant.Id, CancellationToken.None);
        trail.Record(trail.New(AuditNames.TikTokDisconnected) with
        {
            UserId = session.UserId,
            SessionId = session.Id,
            Connection = grant.Connection,
            TikTokApp = grant.TikTokApp,
            Subject = grant.Id,
            Cause = outcome.ToString(),
        });
        Back(context, outcome switch { RevokeOutcome.Pending => DisconnectedHere, RevokeOutcome.EndedHere => DisconnectedDouyin, _ => Disconnected }, hash);
    });

    /// <summary>Whoever left a session open somewhere must not give its finder a way in by an account of theirs: the sign-in must be fresh (T-38).</summary>
    public Task ConnectAsync(HttpContext context) => EndAsync(context, "connection", async (session, hash, name) =>
    {
        if (connections.All.FirstOrDefault(connection => string.Equals(connection.Name, name, StringComparison.Ordinal)) is not { Config.IsActiveForConnectedAccounts: true, Live: { } app } connection)
        {
            Back(context, NothingToEnd, hash);
            return;
        }

        if (session.AuthenticatedAt < time.GetUtcNow() - AccountLinkStart.MaxAge)
        {
            var offered = connections.For(names: null);
            await ((offered.FirstOrDefault(one => one.Name == session.Connection) ?? (offered.Count > 0 ? offered[0] : null)) is { } way
                ? upstream.SendAsync(context, request: null, way, wantsFreshSignIn: true)
                : pages.FailAsync(context, new Failure(ErrorIds.NoConnection, StatusCodes.Status503ServiceUnavailable)));
            return;
        }

        BrowserRedirect.Send(context, await links.DepartFromPageAsync(context, session, connection, app));
    });

    private async Task EndAsync(HttpContext context, string? field, Func<Session, byte[], string?, Task> end)
    {
        var (posted, unreadable) = await RequestReader.ReadFormAsync(context.Request, context.RequestAborted);
        var (session, hash) = await FindSessionAsync(context);
        if (session is null)
        {
            BrowserRedirect.Send(context, issuer.At(Path));
        }
        else if (unreadable is not null || !IsOurPage(context) || form.Read(posted[AccountForm.Name], hash) != FormWord)
        {
            Back(context, TooOld, hash);
        }
        else
        {
            await end(session, hash, field is null ? null : posted[field]);
        }
    }

    private static bool IsOurPage(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];

    private void Back(HttpContext context, string notice, byte[] sessionHash) => BrowserRedirect.Send(context, issuer.At($"{Path}?done={form.Write(notice, sessionHash)}"));

    private Task ShowSignInAsync(HttpContext context) =>
        pages.ShowAsync(context, "~/Account/AccountSignInPage.cshtml", new AccountSignInView(issuer.Path + SignInPath, [.. connections.For(names: null).Select(static connection => new AccountSignInChoice(connection.Name, connection.IsDouyin))]));

    private async ValueTask<(Session? Session, byte[] Hash)> FindSessionAsync(HttpContext context) =>
        cookies.TryReadSession(context.Request, out var hash) && await sessions.FindAsync(hash, context.RequestAborted) is { } session && session.IsLive(time.GetUtcNow()) ? (session, hash) : (null, []);
}
