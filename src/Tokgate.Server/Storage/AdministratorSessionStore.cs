using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorSessionStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IAdministratorSessionStore, IExpiringRows
{
    public async Task<AdministratorSession?> FindAsync(byte[] handleHash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Read(context, context.AdministratorSessions.Where(row => row.HandleHash == handleHash)).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AdministratorSession>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Read(context, context.AdministratorSessions.Where(row => row.ExpiresAt > now && row.IdleExpiresAt > now).OrderByDescending(row => row.LastSeenAt)).ToListAsync(cancellationToken);
    }

    public Task TouchAsync(string id, DateTimeOffset seenAt, DateTimeOffset idleExpiresAt) => door.WriteAsync(
        context => context.AdministratorSessions.Where(row => row.Id == id && row.LastSeenAt < seenAt)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.LastSeenAt, seenAt).SetProperty(to => to.IdleExpiresAt, idleExpiresAt)),
        CancellationToken.None);

    public Task<bool> EndAsync(string id)
    {
        var ended = trail.New(AuditNames.AdministratorSessionEnded) with { Subject = id };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, ended, await context.AdministratorSessions.Where(row => row.Id == id).ExecuteDeleteAsync() == 1),
            CancellationToken.None);
    }

    public ExpiringRows Expiring => new("administrator_sessions", "id", "expires_at");

    private static IQueryable<AdministratorSession> Read(TokgateDbContext context, IQueryable<AdministratorSessionRow> rows) =>
        from row in rows
        join administrator in context.Administrators on row.AdministratorId equals administrator.Id
        select new AdministratorSession
        {
            Id = row.Id,
            AdministratorId = row.AdministratorId,
            UserName = administrator.UserName,
            Role = (AdministratorRole)administrator.Role,
            CanReturn = administrator.PasswordHash != null || administrator.UserId != null || context.AdministratorPasskeys.Any(passkey => passkey.AdministratorId == administrator.Id),
            Method = row.Method,
            Address = row.Address,
            UserAgent = row.UserAgent,
            CreatedAt = row.CreatedAt,
            LastSeenAt = row.LastSeenAt,
            IdleExpiresAt = row.IdleExpiresAt,
            ExpiresAt = row.ExpiresAt,
        };
}
