using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AuditStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, IOptions<AuditOptions> options) : IAuditStore, IExpiringRows
{
    // A story longer than this is a grant that was refreshed for years; its beginning and what follows it are what is asked for.
    private const int LongestStory = 1_000;

    public Task AddAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) => door.WriteAsync(
        context =>
        {
            context.AuditEvents.AddRange(events.Select(AuditRow.Of));
            return context.SaveChangesAsync(CancellationToken.None);
        },
        cancellationToken);

    public async Task<IReadOnlyList<AuditEvent>> ListAsync(AuditFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<AuditRow> rows = context.AuditEvents;
        rows = filter.Name is { } name ? rows.Where(row => row.Name == name) : rows;
        rows = filter.UserId is { } user ? rows.Where(row => row.UserId == user) : rows;
        rows = filter.ClientId is { } client ? rows.Where(row => row.ClientId == client) : rows;
        rows = filter.Connection is { } connection ? rows.Where(row => row.Connection == connection) : rows;
        rows = filter.Reference is { } reference ? rows.Where(row => row.Reference == reference) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.OccurredAt >= from) : rows;
        rows = filter.Until is { } until ? rows.Where(row => row.OccurredAt < until) : rows;
        rows = before is { } id ? rows.Where(row => row.Id < id) : rows;
        var page = await rows.OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. page.Select(static row => row.ToEvent())];
    }

    public async Task<IReadOnlyList<AuditEvent>> StoryAsync(string flowId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.AuditEvents.Where(row => row.FlowId == flowId).OrderBy(row => row.OccurredAt).ThenBy(row => row.Id).Take(LongestStory).ToListAsync(cancellationToken);
        return [.. rows.Select(static row => row.ToEvent())];
    }

    // The oldest have the smallest ids, so nothing but them is looked at, however long the table.
    public ExpiringRows Expiring => new("audit_events", "id", "occurred_at") { KeptFor = options.Value.Retention, IsOrderedByKey = true };
}
