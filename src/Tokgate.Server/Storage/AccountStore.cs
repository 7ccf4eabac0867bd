using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Account;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AccountStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IAccountStore
{
    // A page, not an archive: who has more of them ends the rest with one button.
    private const int MaxRows = 200;

    public async Task<IReadOnlyList<AccountSession>> SessionsAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await context.Sessions.Where(row => row.UserId == userId && row.EndedAt == null && row.ExpiresAt > now && row.IdleExpiresAt > now)
            .OrderByDescending(row => row.LastSeenAt ?? row.AuthTime).Take(MaxRows)
            .Select(row => new AccountSession
            {
                Id = row.Id,
                Connection = row.Connection,
                TikTokApp = row.TikTokApp,
                GrantedScopes = row.GrantedScopes,
                AuthenticatedAt = row.AuthTime,
                LastSeenAt = row.LastSeenAt ?? row.AuthTime,
                UserAgent = row.UserAgent,
            })
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AccountApplication>> ApplicationsAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var granted = await context.Grants
            .Where(grant => grant.UserId == userId && grant.RedeemedAt != null && grant.RevokedAt == null && grant.ExpiresAt > now
                && (grant.IsOffline || context.Sessions.Any(session => session.Id == grant.SessionId && session.EndedAt == null && session.ExpiresAt > now && session.IdleExpiresAt > now)))
            .GroupBy(grant => new { grant.ClientId, grant.Scopes })
            .Select(held => new Holding(held.Key.ClientId, held.Key.Scopes, held.Min(grant => grant.CreatedAt)))
            .ToListAsync(cancellationToken);
        var allowed = await context.Consents.Where(consent => consent.UserId == userId)
            .Select(consent => new Holding(consent.ClientId, consent.Scopes, consent.CreatedAt)).ToListAsync(cancellationToken);
        var holdings = granted.Concat(allowed).ToLookup(holding => holding.ClientId, StringComparer.Ordinal);
        var ids = holdings.Select(held => held.Key).ToArray();
        var clients = await context.Clients.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Document }).ToListAsync(cancellationToken);
        return [.. clients
            .Select(row => new AccountApplication(
                row.Id,
                JsonSerializer.Deserialize(row.Document, StoredJson.Default.Client)!.Name, // our own document, never null
                [.. holdings[row.Id].SelectMany(holding => holding.Scopes.Split(' ')).Distinct(StringComparer.Ordinal)],
                holdings[row.Id].Min(holding => holding.Since)))
            .OrderBy(application => application.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    public async Task<IReadOnlyList<AccountIdentity>> IdentitiesAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<IdentityRow>().Where(row => row.UserId == userId).OrderBy(row => row.CreatedAt).Take(MaxRows)
            .Select(row => new AccountIdentity(row.TikTokApp, row.OpenId, row.CreatedAt, row.LastSeenAt)).ToListAsync(cancellationToken);
    }

    public Task SeenAsync(string sessionId, DateTimeOffset unlessSince, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return door.WriteAsync(
            context => context.Sessions.Where(row => row.Id == sessionId && row.EndedAt == null && (row.LastSeenAt == null || row.LastSeenAt < unlessSince))
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.LastSeenAt, now)),
            cancellationToken);
    }

    public Task<bool> RemoveApplicationAsync(string userId, string clientId, CancellationToken cancellationToken)
    {
        var revoked = trail.New(AuditNames.GrantRevoked) with { UserId = userId, ClientId = clientId };
        return door.WriteAsync(
            async context =>
            {
                DateTimeOffset? now = revoked.At;
                var consents = await context.Consents.Where(row => row.UserId == userId && row.ClientId == clientId).ExecuteDeleteAsync();

                // Codes that nobody has redeemed yet are grants too, and refresh tokens are read together with theirs: all of them die here.
                var grants = await context.Grants.Where(row => row.UserId == userId && row.ClientId == clientId && row.RevokedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(to => to.RevokedAt, now));
                return await AuditWriting.AddAsync(context, revoked with { Count = Math.Max(1, grants) }, consents + grants > 0);
            },
            cancellationToken);
    }

    private sealed record Holding(string ClientId, string Scopes, DateTimeOffset Since);
}
