using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Sessions;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

internal sealed class SessionStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, DeliveryBell bell, TimeProvider time) : ISessionStore, IExpiringRows
{
    private const string Active = nameof(UserStatus.Active);

    // Not static: a compiled query belongs to one model, and several brokers on different databases may live in one process.
    private readonly Func<TokgateDbContext, byte[], Task<SessionRow?>> byHandle = EF.CompileAsyncQuery((TokgateDbContext context, byte[] hash) => context.Sessions
        .Where(session => session.HandleHash == hash && session.EndedAt == null && context.Users.Any(user => user.Id == session.UserId && user.Status == Active))
        .FirstOrDefault());

    public async Task<Session?> FindAsync(byte[] handleHash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await byHandle(context, handleHash))?.ToSession();
    }

    public async Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var rows = await context.Sessions.Where(row => row.UserId == userId && row.EndedAt == null && row.ExpiresAt > now && row.IdleExpiresAt > now)
            .OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(static row => row.ToSession())];
    }

    public async Task<bool> EndAsync(string id, CancellationToken cancellationToken) =>
        await EndAsync((context, ended) => SessionEnding.EndAsync(context, id, ended), cancellationToken) == 1;

    public Task<int> EndAllOfUserAsync(string userId, CancellationToken cancellationToken) =>
        EndAsync((context, ended) => SessionEnding.EndAllOfUserAsync(context, userId, ended), cancellationToken);

    public ExpiringRows Expiring => new("sessions", "id", "expires_at");

    private async Task<int> EndAsync(Func<TokgateDbContext, AuditEvent, Task<int>> ending, CancellationToken cancellationToken)
    {
        var ended = trail.New(AuditNames.SessionEnded);
        var count = await door.WriteAsync(context => ending(context, ended), cancellationToken);
        bell.Ring();
        return count;
    }
}
