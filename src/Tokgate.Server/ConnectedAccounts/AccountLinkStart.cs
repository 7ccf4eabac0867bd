using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.TikTok;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>Sends a browser to TikTok to connect an account. TikTok always asks: whoever is signed in there may not be whom the person wants to connect.</summary>
internal sealed class AccountLinkStart(IAccountLinkStore store, BrowserCookies cookies, LinkSeal seal, TimeProvider time)
{
    /// <summary>From the call that begins it to the one that completes it. Somebody may have to find their phone first.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long ago somebody may have signed in who connects an account (T-38).</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    /// <returns>TikTok's address; null if the ticket was spent meanwhile.</returns>
    public async Task<string?> DepartAsync(HttpContext context, AccountLink link, Connection connection, TikTokApp app, byte[] ticketHash)
    {
        var (state, departure, address) = Prepare(link, connection, app);
        return await store.TryDepartAsync(ticketHash, cookies.Bind(context, out _), state.Hash(), departure, context.RequestAborted) ? address : null;
    }

    /// <summary>From the account page: the session stands for the person, and the page is where it ends.</summary>
    public async Task<string> DepartFromPageAsync(HttpContext context, Session session, Connection connection, TikTokApp app)
    {
        var now = time.GetUtcNow();
        var link = new AccountLink
        {
            Id = RandomId.New(),
            Holder = new AccountHolder(null, session.UserId, session.Id, null),
            Connection = connection.Name,
            FurtherScopes = "",
            BrowserHash = cookies.Bind(context, out _),
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        var (state, departure, address) = Prepare(link, connection, app);
        await store.AddDepartedAsync(link with { Departure = departure }, state.Hash(), context.RequestAborted);
        return address;
    }

    private (Handle State, LinkDeparture Departure, string Address) Prepare(AccountLink link, Connection connection, TikTokApp app)
    {
        var state = Handle.New(HandleKind.LinkState);
        var verifier = connection.WantsPkce ? CodeVerifier.Create() : null;
        var asked = ScopesFor(connection, link.FurtherScopes);
        var address = connection.AuthorizationAddress(app, null, asked, state.Reveal(), verifier?.ToChallenge(), wantsFreshSignIn: true);
        return (state, new LinkDeparture(app.ClientKey, connection.Callback, asked.ToString(), seal.Verifier(verifier, state.Hash())), address);
    }

    private static TikTokScopes ScopesFor(Connection connection, string further) =>
        TikTokScopes.Of(connection.ScopesFor([Scope.OpenId, Scope.Profile]).Concat(further.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
