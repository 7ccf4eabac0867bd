using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

/// <summary>An event for receivers, inside the transaction of what it tells of: neither is ever there without the other.</summary>
internal static class WebhookWriting
{
    public static async Task AddAsync(TokgateDbContext context, WebhookEvent happened)
    {
        var at = happened.At.ToUnixTimeMilliseconds();
        if (await SendAsync(context, happened.Id, happened.Type, receiver: null, at) > 0)
        {
            await context.Sql.ExecuteAsync($"insert into webhook_events (id, type, body, created_at) values ({happened.Id}, {happened.Type}, {happened.Body}, {at}) on conflict do nothing");
        }
    }

    /// <summary>One row for each that wants it, by one statement. One that has ended already begins anew; one that waits is left alone. How many there are.</summary>
    public static Task<int> SendAsync(TokgateDbContext context, string eventId, string type, string? receiver, long at)
    {
        var pattern = $"% {type} %";
        return context.Sql.ExecuteAsync(
            $"""
            insert into deliveries (id, kind, target, host, subject, recipient, state, attempts, next_at, created_at)
            select {eventId} || '.' || id, {WebhookDelivery.Kind}, url, host, {eventId}, id, {DeliveryRow.Waiting}, 0, {at}, {at} from webhook_receivers
            where disabled_at is null and ' ' || events || ' ' like {pattern} and id = coalesce({receiver}, id)
            on conflict (id) do update set target = excluded.target, host = excluded.host, state = excluded.state, attempts = 0, next_at = excluded.next_at, lease = null, ended_at = null
            where deliveries.state <> excluded.state
            """);
    }

    /// <summary>The same for one receiver and all events since then, the oldest first.</summary>
    public static Task<int> SendSinceAsync(TokgateDbContext context, string receiver, long since, int limit, long at) => context.Sql.ExecuteAsync(
        $"""
        insert into deliveries (id, kind, target, host, subject, recipient, state, attempts, next_at, created_at)
        select happened.id || '.' || receiver.id, {WebhookDelivery.Kind}, receiver.url, receiver.host, happened.id, receiver.id, {DeliveryRow.Waiting}, 0, {at}, {at}
        from webhook_events happened, webhook_receivers receiver
        where receiver.id = {receiver} and receiver.disabled_at is null and happened.created_at >= {since} and ' ' || receiver.events || ' ' like '% ' || happened.type || ' %'
        order by happened.created_at, happened.id limit {limit}
        on conflict (id) do update set target = excluded.target, host = excluded.host, state = excluded.state, attempts = 0, next_at = excluded.next_at, lease = null, ended_at = null
        where deliveries.state <> excluded.state
        """);
}
