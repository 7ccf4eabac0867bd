using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class ReceiverStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, AuditTrail trail, TimeProvider time) : IReceiverStore
{
    private const string Failing = "failing";

    // Read at every start, which would wait for EF's model.
    public Task<IReadOnlyList<WebhookReceiver>> ListAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, url, events, sealed_secrets, is_from_settings, failing_since, disabled_at, disabled_cause from webhook_receivers order by id",
        static row => new WebhookReceiver
        {
            Id = row.GetString(0),
            Url = row.GetString(1),
            Events = row.GetString(2).Split(' '),
            SealedSecrets = row.Bytes(3),
            IsFromSettings = row.GetBoolean(4),
            FailingSince = row.InstantOrNull(5),
            DisabledAt = row.InstantOrNull(6),
            DisabledCause = row.TextOrNull(7),
        },
        cancellationToken);

    public Task SaveAsync(WebhookReceiver receiver, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var target = new Uri(receiver.Url);
        var (host, events) = ($"{target.IdnHost}:{target.Port}", string.Join(' ', receiver.Events));
        return door.WriteAsync(
            context => context.Database.ExecuteSqlAsync(
                $"""
                insert into webhook_receivers as known (id, url, host, events, sealed_secrets, is_from_settings, created_at, updated_at)
                values ({receiver.Id}, {target.AbsoluteUri}, {host}, {events}, {receiver.SealedSecrets}, {receiver.IsFromSettings}, {now}, {now})
                on conflict (id) do update set events = excluded.events, sealed_secrets = excluded.sealed_secrets, is_from_settings = excluded.is_from_settings, updated_at = excluded.updated_at, version = known.version + 1,
                    failing_since = case when known.url = excluded.url then known.failing_since end, disabled_at = case when known.url = excluded.url then known.disabled_at end,
                    disabled_cause = case when known.url = excluded.url then known.disabled_cause end, url = excluded.url, host = excluded.host
                """),
            cancellationToken);
    }

    public Task<bool> TryResealAsync(WebhookReceiver read, byte[] box, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Database.ExecuteSqlAsync(
            $"update webhook_receivers set sealed_secrets = {box} where id = {read.Id} and sealed_secrets = {read.SealedSecrets}") == 1,
        cancellationToken);

    public Task RemoveUndeclaredAsync(IReadOnlyCollection<string> declared, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.WebhookReceivers.Where(row => row.IsFromSettings && !declared.Contains(row.Id)).ExecuteDeleteAsync(), cancellationToken);

    public Task<bool> EnableAsync(string id, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.WebhookReceivers.Where(row => row.Id == id && row.DisabledAt != null)
            .ExecuteUpdateAsync(static row => row.SetProperty(to => to.DisabledAt, (DateTimeOffset?)null).SetProperty(to => to.DisabledCause, (string?)null).SetProperty(to => to.FailingSince, (DateTimeOffset?)null)) == 1,
        cancellationToken);

    public Task<bool> DisableAsync(string id, string cause)
    {
        var disabled = trail.New(AuditNames.WebhookReceiverDisabled) with { Subject = id, Cause = cause, ErrorId = ErrorIds.WebhookReceiverDisabled };
        return door.WriteAsync(context => DisableAsync(context, context.WebhookReceivers.Where(row => row.Id == id), disabled), CancellationToken.None);
    }

    public async Task SucceededAsync(string id)
    {
        // Mostly there is nothing to write, and a look costs the writers nothing.
        if (await IsAsync(id, isFailing: true))
        {
            await door.WriteAsync(
                context => context.WebhookReceivers.Where(row => row.Id == id).ExecuteUpdateAsync(static row => row.SetProperty(to => to.FailingSince, (DateTimeOffset?)null)), CancellationToken.None);
        }
    }

    public async Task<bool> FailedAsync(string id, TimeSpan disableAfter)
    {
        DateTimeOffset? now = time.GetUtcNow();
        if (await IsAsync(id, isFailing: false))
        {
            await door.WriteAsync(
                context => context.WebhookReceivers.Where(row => row.Id == id && row.FailingSince == null).ExecuteUpdateAsync(row => row.SetProperty(to => to.FailingSince, now)), CancellationToken.None);
            return false;
        }

        var before = time.GetUtcNow() - disableAfter;
        var disabled = trail.New(AuditNames.WebhookReceiverDisabled) with { Subject = id, Cause = Failing, ErrorId = ErrorIds.WebhookReceiverDisabled };
        return await IsFailingSinceAsync(id, before)
            && await door.WriteAsync(context => DisableAsync(context, context.WebhookReceivers.Where(row => row.Id == id && row.FailingSince <= before), disabled), CancellationToken.None);
    }

    private static async Task<bool> DisableAsync(TokgateDbContext context, IQueryable<WebhookReceiverRow> which, AuditEvent disabled)
    {
        DateTimeOffset? now = disabled.At;
        var cause = disabled.Cause;
        var count = await which.Where(row => row.DisabledAt == null).ExecuteUpdateAsync(row => row.SetProperty(to => to.DisabledAt, now).SetProperty(to => to.DisabledCause, cause));
        return await AuditWriting.AddAsync(context, disabled, count == 1);
    }

    private async Task<bool> IsAsync(string id, bool isFailing)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.WebhookReceivers.AnyAsync(row => row.Id == id && (row.FailingSince != null) == isFailing);
    }

    private async Task<bool> IsFailingSinceAsync(string id, DateTimeOffset before)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.WebhookReceivers.AnyAsync(row => row.Id == id && row.FailingSince <= before && row.DisabledAt == null);
    }
}
