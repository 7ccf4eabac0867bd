using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Configuration;
using Tokgate.Server.Connections;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

/// <summary>Many things in one transaction, each by a conditional statement: as many statements as things change, because each may find that somebody was faster.</summary>
internal sealed class ConfigurationStore(IClientStore clients, IConnectionStore connections, IReceiverStore receivers, IWriteDoor door, AuditTrail trail, TimeProvider time) : IConfigurationStore
{
    private const int Page = 500;

    public async Task<ConfigurationState> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new List<RegisteredClient>();
        IReadOnlyList<RegisteredClient> page;
        do
        {
            page = await clients.ListAsync(all.LastOrDefault()?.Id, 0, Page, cancellationToken);
            all.AddRange(page);
        }
        while (page.Count == Page);
        return new ConfigurationState(all, await connections.ListAsync(cancellationToken), await receivers.ListAsync(cancellationToken));
    }

    public async Task<ConfigurationOutcome> TryWriteAsync(ConfigurationWrites writes, string state, CancellationToken cancellationToken)
    {
        // Made outside the door, where the request is still at hand.
        List<(AuditEvent Event, Func<TokgateDbContext, Task<ConfigurationOutcome>> Write)> all =
        [
            .. writes.Clients.SelectMany(Of), .. writes.Connections.Select(Of), .. writes.Receivers.Select(Of),
        ];
        var applied = trail.New(AuditNames.ConfigurationApplied) with { Subject = state, Change = null };
        try
        {
            return await door.WriteAsync(
                async context =>
                {
                    foreach (var (audited, write) in all)
                    {
                        // A failed operation leaves nothing, so what was written before it in this one goes too.
                        var outcome = await write(context);
                        if (outcome != ConfigurationOutcome.Done)
                        {
                            throw new Overtaken(outcome);
                        }

                        await AuditWriting.AddAsync(context, audited);
                    }

                    await AuditWriting.AddAsync(context, applied);
                    return ConfigurationOutcome.Done;
                },
                cancellationToken);
        }
        catch (Overtaken overtaken)
        {
            return overtaken.Outcome;
        }
    }

    private IEnumerable<(AuditEvent Event, Func<TokgateDbContext, Task<ConfigurationOutcome>> Write)> Of(ConfigurationWrites.ClientWrite write)
    {
        var id = write.Before?.Id ?? write.After!.Id; // one of the two is there
        var audited = trail.New(write.Before is null ? AuditNames.ClientCreated : write.After is null ? AuditNames.ClientDeleted : AuditNames.ClientChanged) with { ClientId = id, Change = write.Change };
        yield return (audited, context => WriteAsync(context, id, write));
        if (write is { Secret: { } secret, After: not null })
        {
            yield return (trail.New(AuditNames.ClientSecretAdded) with { ClientId = id, Subject = secret.Id, Change = null }, context => AddSecretAsync(context, id, secret, write.FormerUntil));
        }
    }

    private async Task<ConfigurationOutcome> WriteAsync(TokgateDbContext context, string id, ConfigurationWrites.ClientWrite write)
    {
        var now = Now;
        return OneOf(write switch
        {
            { Before: null, After: { } made } => await context.Sql.ExecuteAsync(
                $"insert into clients (id, document, version, created_at, updated_at) values ({id}, {ClientStore.Document(made)}, {1L}, {now}, {now}) on conflict do nothing"),
            { Before: { } gone, After: null } => await context.Sql.ExecuteAsync($"delete from clients where id = {id} and version = {gone.Client.Version}"),
            { Before: { } before, After: { } after } => await context.Sql.ExecuteAsync(
                $"update clients set document = {ClientStore.Document(after)}, version = version + 1, updated_at = {now} where id = {id} and version = {before.Client.Version}"),
            _ => 0,
        });
    }

    private async Task<ConfigurationOutcome> AddSecretAsync(TokgateDbContext context, string clientId, ClientSecret secret, DateTimeOffset formerUntil)
    {
        // The client's row was written in this transaction and is the lock. Of those before, the youngest may live on a while.
        var (now, until) = (Now, formerUntil.ToUnixTimeMilliseconds());
        await context.Sql.ExecuteAsync(
            $"""
            update client_secrets set expires_at = {now} where client_id = {clientId} and (expires_at is null or expires_at > {now})
                and id <> (select id from client_secrets where client_id = {clientId} and (expires_at is null or expires_at > {now}) order by created_at desc, id limit 1)
            """);
        await context.Sql.ExecuteAsync($"update client_secrets set expires_at = {until} where client_id = {clientId} and (expires_at is null or expires_at > {until})");
        return OneOf(await context.Sql.ExecuteAsync(
            $"insert into client_secrets (id, client_id, prefix, hash, created_at) values ({secret.Id}, {clientId}, {secret.Prefix}, {secret.Hash}, {secret.CreatedAt.ToUnixTimeMilliseconds()})"));
    }

    private (AuditEvent Event, Func<TokgateDbContext, Task<ConfigurationOutcome>> Write) Of(ConfigurationWrites.ConnectionWrite write)
    {
        var config = (write.After ?? write.Before!).Config; // one of the two is there
        var name = write.Before is null ? AuditNames.ConnectionCreated : write.After is null ? AuditNames.ConnectionDeleted : AuditNames.ConnectionChanged;
        return (trail.New(name) with { Connection = config.Name, Subject = config.Id, Change = write.Change }, async context => await ConnectionStore.WriteAsync(context, write.Before, write.After, write.Freed, Now) switch
        {
            ConnectionWrite.Done => ConfigurationOutcome.Done,
            ConnectionWrite.HasGrants => ConfigurationOutcome.HasGrants,
            _ => ConfigurationOutcome.Outdated,
        });
    }

    private (AuditEvent Event, Func<TokgateDbContext, Task<ConfigurationOutcome>> Write) Of(ConfigurationWrites.ReceiverWrite write)
    {
        var id = (write.After ?? write.Before!).Id; // one of the two is there
        var name = write.Before is null ? AuditNames.WebhookReceiverCreated : write.After is null ? AuditNames.WebhookReceiverDeleted : AuditNames.WebhookReceiverChanged;
        return (trail.New(name) with { Subject = id, Change = write.Change }, async context => OneOf(await WriteAsync(context, write.Before, write.After)));
    }

    // Sealing never gives the same box twice, so the box says whether it is the row that was read.
    private async Task<int> WriteAsync(TokgateDbContext context, WebhookReceiver? before, WebhookReceiver? after)
    {
        if (after is null)
        {
            return await context.Sql.ExecuteAsync($"delete from webhook_receivers where id = {before!.Id} and sealed_secrets = {before.SealedSecrets} and url = {before.Url}"); // one of the two is there
        }

        var (now, target, events) = (Now, new Uri(after.Url), string.Join(' ', after.Events));
        var host = $"{target.IdnHost}:{target.Port}";
        long? disabledAt = after.DisabledCause is null ? null : now;
        if (before is null)
        {
            return await context.Sql.ExecuteAsync(
                $"""
                insert into webhook_receivers (id, url, host, events, sealed_secrets, is_from_settings, created_at, updated_at, disabled_at, disabled_cause)
                values ({after.Id}, {after.Url}, {host}, {events}, {after.SealedSecrets}, {false}, {now}, {now}, {disabledAt}, {after.DisabledCause}) on conflict do nothing
                """);
        }

        // One that failed stays disabled unless it has another address now or was switched off and on.
        var isKept = before.DisabledCause is not null && before.DisabledCause != WebhookReceiver.ByOperator && after.DisabledCause is null && before.Url == after.Url;
        var (since, cause) = isKept ? (before.DisabledAt?.ToUnixTimeMilliseconds(), before.DisabledCause) : (disabledAt, after.DisabledCause);
        return await context.Sql.ExecuteAsync(
            $"""
            update webhook_receivers set url = {after.Url}, host = {host}, events = {events}, sealed_secrets = {after.SealedSecrets}, updated_at = {now}, disabled_at = {since}, disabled_cause = {cause}, version = version + 1
            where id = {after.Id} and sealed_secrets = {before.SealedSecrets} and url = {before.Url}
            """);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static ConfigurationOutcome OneOf(int count) => count == 1 ? ConfigurationOutcome.Done : ConfigurationOutcome.Outdated;

    /// <summary>Somebody was faster: the transaction must not stay.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Thrown and caught here")]
    private sealed class Overtaken(ConfigurationOutcome outcome) : Exception
    {
        public ConfigurationOutcome Outcome { get; } = outcome;
    }
}
