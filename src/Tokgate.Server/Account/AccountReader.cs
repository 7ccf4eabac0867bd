using Tokgate.Server.ConnectedAccounts;
using Tokgate.Server.Connections;
using Tokgate.Server.Sessions;
using Tokgate.Server.Users;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Account;

/// <summary>Puts together what the account page shows of one person.</summary>
internal sealed class AccountReader(IAccountStore store, IUserStore users, ConnectionDirectory connections, TikTokVault vault, IAccountLinkStore links, TimeProvider time)
{
    /// <summary>How old the time of a session's last use may be before looking at this page writes it again.</summary>
    private static readonly TimeSpan Coarseness = TimeSpan.FromMinutes(5);

    public async Task<AccountView> ReadAsync(Session session, string path, string token, string? notice, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(session.UserId, cancellationToken) ?? throw new InvalidOperationException("A live session's user is gone.");
        var sessions = await store.SessionsAsync(session.UserId, cancellationToken);
        var identities = await store.IdentitiesAsync(session.UserId, cancellationToken);
        var grants = await vault.ListAsync(session.UserId, cancellationToken);
        var before = time.GetUtcNow() - Coarseness;
        if (sessions.Any(known => known.Id == session.Id && known.LastSeenAt < before))
        {
            await store.SeenAsync(session.Id, before, cancellationToken);
        }

        return new AccountView
        {
            Path = path,
            Token = token,
            Notice = notice,
            Person = AccountPerson.Of(user),
            Sessions = [.. sessions.OrderByDescending(known => known.Id == session.Id)],
            CurrentSession = session.Id,
            Applications = await store.ApplicationsAsync(session.UserId, cancellationToken),
            Connections = [.. identities.Select(identity => ConnectionOf(identity, sessions, grants)), .. await ConnectedAsync(session.UserId, identities, grants, cancellationToken)],
            Connectable = [.. connections.All.Where(static connection => connection is { Config.IsActiveForConnectedAccounts: true, Live: not null }).Select(static connection => connection.Name)],
        };
    }

    private async Task<IEnumerable<AccountConnection>> ConnectedAsync(string userId, IReadOnlyList<AccountIdentity> identities, IReadOnlyList<Grant> grants, CancellationToken cancellationToken)
    {
        var others = grants.Where(grant => grant.State != GrantState.Revoked && !identities.Any(identity => identity.TikTokApp == grant.TikTokApp && identity.OpenId == grant.OpenId)).ToList();
        var known = others.Count == 0 ? [] : await links.ListAsync(userId, cancellationToken);
        return others.Select(grant => new AccountConnection(grant.Connection, grant.TikTokApp, [.. grant.Scopes], grant.AuthorizedAt)
        {
            Grant = new AccountGrant(grant.Id, grant.State, grant.RefreshedAt),
            Connected = known.FirstOrDefault(account => account.Id == grant.Id) is { } account ? account.Name ?? account.Username ?? account.OpenId : grant.OpenId,
        });
    }

    // What was granted stands in the vault; where that keeps nothing, in the session that came of it, of which the youngest knows best.
    private AccountConnection ConnectionOf(AccountIdentity identity, IReadOnlyList<AccountSession> sessions, IReadOnlyList<Grant> grants)
    {
        if (grants.FirstOrDefault(grant => grant.TikTokApp == identity.TikTokApp && grant.OpenId == identity.OpenId) is { } kept)
        {
            return new AccountConnection(kept.Connection, kept.TikTokApp, [.. kept.Scopes], kept.AuthorizedAt) { Grant = new AccountGrant(kept.Id, kept.State, kept.RefreshedAt) };
        }

        var youngest = sessions.Where(session => session.TikTokApp == identity.TikTokApp).MaxBy(session => session.AuthenticatedAt);
        var name = youngest?.Connection ?? connections.All.FirstOrDefault(connection => connection.ClientKeys.Contains(identity.TikTokApp))?.Name;
        return new AccountConnection(name, identity.TikTokApp, youngest is null ? null : [.. TikTokScopes.Parse(youngest.GrantedScopes)], identity.Since);
    }
}
