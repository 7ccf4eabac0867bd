using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class ReceiverRegistry(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IReceiverRegistry
{
    public async Task<WebhookReceiver?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.WebhookReceivers.FirstOrDefaultAsync(row => row.Id == id, cancellationToken))?.ToReceiver();
    }

    public async Task<IReadOnlyList<WebhookReceiver>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.WebhookReceivers.OrderBy(row => row.Id).ToListAsync(cancellationToken)).Select(static row => row.ToReceiver())];
    }

    public Task<bool> TryAddAsync(WebhookReceiver receiver, CancellationToken cancellationToken)
    {
        var (target, host) = Target(receiver);
        var events = string.Join(' ', receiver.Events);
        var created = trail.New(AuditNames.WebhookReceiverCreated) with { Subject = receiver.Id };
        var now = created.At.ToUnixTimeMilliseconds();
        var disabledAt = receiver.DisabledAt?.ToUnixTimeMilliseconds();
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context,
                created,
                await context.Database.ExecuteSqlAsync(
                    $"""
                    insert into webhook_receivers (id, url, host, events, sealed_secrets, is_from_settings, created_at, updated_at, disabled_at, disabled_cause, version)
                    values ({receiver.Id}, {target}, {host}, {events}, {receiver.SealedSecrets}, {false}, {now}, {now}, {disabledAt}, {receiver.DisabledCause}, 0) on conflict do nothing
                    """) == 1),
            cancellationToken);
    }

    public Task<bool> TryUpdateAsync(WebhookReceiver receiver, CancellationToken cancellationToken)
    {
        var (target, host) = Target(receiver);
        var events = string.Join(' ', receiver.Events);
        var changed = trail.New(AuditNames.WebhookReceiverChanged) with { Subject = receiver.Id };
        var (now, disabledAt, cause, failingSince) = (time.GetUtcNow(), receiver.DisabledAt, receiver.DisabledCause, receiver.FailingSince);
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(
                context,
                changed,
                await context.WebhookReceivers.Where(row => row.Id == receiver.Id && row.Version == receiver.Version && !row.IsFromSettings).ExecuteUpdateAsync(row => row
                    .SetProperty(to => to.Url, target).SetProperty(to => to.Host, host).SetProperty(to => to.Events, events).SetProperty(to => to.SealedSecrets, receiver.SealedSecrets)
                    .SetProperty(to => to.DisabledAt, disabledAt).SetProperty(to => to.DisabledCause, cause).SetProperty(to => to.FailingSince, failingSince)
                    .SetProperty(to => to.UpdatedAt, now).SetProperty(to => to.Version, to => to.Version + 1)) == 1),
            cancellationToken);
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var deleted = trail.New(AuditNames.WebhookReceiverDeleted) with { Subject = id };
        return door.WriteAsync(
            async context =>
            {
                if (await context.WebhookReceivers.Where(row => row.Id == id && !row.IsFromSettings).ExecuteDeleteAsync() == 0)
                {
                    return false;
                }

                await context.Deliveries.Where(row => row.Recipient == id && row.Kind == WebhookDelivery.Kind).ExecuteDeleteAsync();
                await AuditWriting.AddAsync(context, deleted);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(string receiverId, string? state, string? after, int skip, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Deliveries.Where(row => row.Recipient == receiverId && row.Kind == WebhookDelivery.Kind);
        rows = state is null ? rows : rows.Where(row => row.State == state);
        if (after is not null)
        {
            var before = await context.Deliveries.Where(row => row.Id == after).Select(row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(cancellationToken) ?? DateTimeOffset.UnixEpoch;
            rows = rows.Where(row => row.CreatedAt < before || (row.CreatedAt == before && string.Compare(row.Id, after) > 0));
        }

        return await DeliveryRow.Webhooks(rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Skip(skip).Take(limit)).ToListAsync(cancellationToken);
    }

    public async Task<WebhookDelivery?> FindDeliveryAsync(string receiverId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await DeliveryRow.Webhooks(context.Deliveries.Where(row => row.Id == id && row.Recipient == receiverId && row.Kind == WebhookDelivery.Kind)).FirstOrDefaultAsync(cancellationToken);
    }

    private static (string Target, string Host) Target(WebhookReceiver receiver)
    {
        var target = new Uri(receiver.Url);
        return (target.AbsoluteUri, $"{target.IdnHost}:{target.Port}");
    }
}
