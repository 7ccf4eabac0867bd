using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.People;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Storage;

internal sealed class PersonSessionStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, DeliveryBell bell, TimeProvider time) : IPersonSessionStore
{
    public async Task<PersonSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(context, Live(context).Where(row => row.Id == id), cancellationToken) is [var session] ? session : null;
    }

    public async Task<IReadOnlyList<PersonSession>> ListAsync(string userId, string? after, int skip, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Live(context).Where(row => row.UserId == userId);
        rows = after is null ? rows : rows.Where(row => string.Compare(row.Id, after) > 0);
        return await ReadAsync(context, rows.OrderBy(row => row.Id).Skip(skip).Take(limit), cancellationToken);
    }

    public async Task<bool> RevokeAsync(string id)
    {
        var (ended, revoked) = (trail.New(AuditNames.SessionEnded), trail.New(AuditNames.GrantRevoked) with { SessionId = id });
        var isDone = await door.WriteAsync(
            async context =>
            {
                DateTimeOffset? at = revoked.At;
                var count = await context.Grants.Where(row => row.SessionId == id && row.RevokedAt == null).ExecuteUpdateAsync(row => row.SetProperty(to => to.RevokedAt, at));
                await AuditWriting.AddAsync(context, revoked with { Count = count }, count > 0);
                return await SessionEnding.EndAsync(context, id, ended) + count > 0;
            },
            CancellationToken.None);
        bell.Ring();
        return isDone;
    }

    private IQueryable<SessionRow> Live(TokgateDbContext context)
    {
        var now = time.GetUtcNow();
        return context.Sessions.Where(row => row.EndedAt == null && row.ExpiresAt > now && row.IdleExpiresAt > now);
    }

    private static async Task<IReadOnlyList<PersonSession>> ReadAsync(TokgateDbContext context, IQueryable<SessionRow> rows, CancellationToken cancellationToken)
    {
        var sessions = await rows.ToListAsync(cancellationToken);
        var ids = sessions.Select(static session => session.Id).ToArray();
        var clients = (await context.Grants.Where(grant => ids.Contains(grant.SessionId) && grant.RedeemedAt != null).Select(grant => new { grant.SessionId, grant.ClientId }).Distinct().ToListAsync(cancellationToken))
            .ToLookup(static held => held.SessionId, static held => held.ClientId, StringComparer.Ordinal);
        return [.. sessions.Select(row => new PersonSession
        {
            Id = row.Id,
            UserId = row.UserId,
            Connection = row.Connection,
            TikTokApp = row.TikTokApp,
            GrantedScopes = row.GrantedScopes,
            CreatedAt = row.CreatedAt,
            AuthenticatedAt = row.AuthTime,
            LastSeenAt = row.LastSeenAt ?? row.AuthTime,
            IdleExpiresAt = row.IdleExpiresAt,
            ExpiresAt = row.ExpiresAt,
            UserAgent = row.UserAgent,
            Clients = [.. clients[row.Id].Order(StringComparer.Ordinal)],
        })];
    }
}
