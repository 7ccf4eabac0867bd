using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class WebhookEventStore(
    IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, IOptions<WebhookOptions> options, AuditTrail trail, DeliveryBell bell) : IWebhookEventStore, IExpiringRows
{
    public async Task<WebhookMessage?> FindAsync(string eventId, string receiverId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (from happened in context.WebhookEvents
                      from receiver in context.WebhookReceivers
                      where happened.Id == eventId && receiver.Id == receiverId && receiver.DisabledAt == null
                      select new WebhookMessage(happened.Body, receiver.SealedSecrets)).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(string? eventId, string? receiverId, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Deliveries.Where(row => row.Recipient != null && row.Kind == WebhookDelivery.Kind);
        rows = eventId is null ? rows : rows.Where(row => row.Subject == eventId);
        rows = receiverId is null ? rows : rows.Where(row => row.Recipient == receiverId);
        return await DeliveryRow.Webhooks(rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(limit)).ToListAsync(cancellationToken);
    }

    public async Task<int> ReplayAsync(string eventId, string? receiverId, CancellationToken cancellationToken)
    {
        var replayed = trail.New(AuditNames.WebhookReplayed) with { Subject = eventId };
        var count = await door.WriteAsync(
            async context =>
            {
                if (await context.WebhookEvents.FirstOrDefaultAsync(row => row.Id == eventId) is not { } happened)
                {
                    return 0;
                }

                var sent = await WebhookWriting.SendAsync(context, eventId, happened.Type, receiverId, replayed.At.ToUnixTimeMilliseconds());
                await AuditWriting.AddAsync(context, replayed with { Count = sent }, sent > 0);
                return sent;
            },
            cancellationToken);
        bell.Ring();
        return count;
    }

    public async Task<int> ReplaySinceAsync(string receiverId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var replayed = trail.New(AuditNames.WebhookReplayed) with { Subject = receiverId };
        var count = await door.WriteAsync(
            async context =>
            {
                var sent = await WebhookWriting.SendSinceAsync(context, receiverId, since.ToUnixTimeMilliseconds(), IWebhookEventStore.MostReplayed, replayed.At.ToUnixTimeMilliseconds());
                await AuditWriting.AddAsync(context, replayed with { Count = sent }, sent > 0);
                return sent;
            },
            cancellationToken);
        bell.Ring();
        return count;
    }

    public ExpiringRows Expiring => new("webhook_events", "id", "created_at") { KeptFor = options.Value.KeepFor };
}
