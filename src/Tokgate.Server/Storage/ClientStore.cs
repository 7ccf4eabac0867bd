using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;

namespace Tokgate.Server.Storage;

/// <summary>A client is one document: it is always read whole, and what is searched for (its id) stands beside it.</summary>
internal sealed class ClientStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IClientStore
{
    private const int MaxActiveSecrets = 2;

    public async Task<RegisteredClient?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Clients.FirstOrDefaultAsync(client => client.Id == id, cancellationToken);

        // Also if there is no row, or an id that nobody has would be refused sooner than a wrong secret (T-42).
        var secrets = await context.ClientSecrets.Where(secret => secret.ClientId == id).OrderBy(secret => secret.CreatedAt).ToListAsync(cancellationToken);
        return row is null ? null : Read(row, secrets);
    }

    public async Task<IReadOnlyList<RegisteredClient>> ListAsync(string? after, int skip, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<ClientRow> rows = context.Clients;
        rows = after is null ? rows : rows.Where(row => string.Compare(row.Id, after) > 0);
        var page = await rows.OrderBy(row => row.Id).Skip(skip).Take(limit).ToListAsync(cancellationToken);
        var ids = page.Select(static row => row.Id).ToList();
        var secrets = (await context.ClientSecrets.Where(secret => ids.Contains(secret.ClientId)).OrderBy(secret => secret.CreatedAt).ToListAsync(cancellationToken))
            .ToLookup(static secret => secret.ClientId, StringComparer.Ordinal);
        return [.. page.Select(row => Read(row, secrets[row.Id]))];
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Clients.LongCountAsync(cancellationToken);
    }

    public Task<bool> TryCreateAsync(Client client, IReadOnlyList<ClientSecret> secrets, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientCreated, client.Id, null,
        async context =>
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var added = await context.Database.ExecuteSqlAsync(
                $"insert into clients (id, document, version, created_at, updated_at) values ({client.Id}, {Document(client)}, {client.Version}, {now}, {now}) on conflict do nothing");
            if (added == 0)
            {
                return false;
            }

            context.ClientSecrets.AddRange(secrets.Select(secret => Row(client.Id, secret)));
            await context.SaveChangesAsync();
            return true;
        },
        cancellationToken);

    public Task<bool> TryUpdateAsync(Client client, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientChanged, client.Id, null,
        async context =>
        {
            var document = Document(client);
            var now = time.GetUtcNow();
            return await context.Clients.Where(row => row.Id == client.Id && row.Version == client.Version)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.Document, document).SetProperty(to => to.Version, to => to.Version + 1).SetProperty(to => to.UpdatedAt, now)) == 1;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientDeleted, id, null,
        async context => await context.Clients.Where(row => row.Id == id).ExecuteDeleteAsync() == 1, cancellationToken);

    public Task<bool> TryAddSecretAsync(string clientId, ClientSecret secret, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientSecretAdded, clientId, secret.Id,
        async context =>
        {
            // The client's row is the lock under which its secrets are counted; on SQLite the transaction is that already.
            var now = time.GetUtcNow();
            if (await context.Clients.Where(row => row.Id == clientId).ExecuteUpdateAsync(row => row.SetProperty(to => to.UpdatedAt, now)) == 0
                || await context.ClientSecrets.CountAsync(row => row.ClientId == clientId && (row.ExpiresAt == null || row.ExpiresAt > now)) >= MaxActiveSecrets)
            {
                return false;
            }

            context.ClientSecrets.Add(Row(clientId, secret));
            await context.SaveChangesAsync();
            return true;
        },
        cancellationToken);

    public Task<bool> TryRotateSecretAsync(string clientId, ClientSecret secret, DateTimeOffset formerUntil, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientSecretAdded, clientId, secret.Id,
        async context =>
        {
            // As above: the client's row is the lock.
            var now = time.GetUtcNow();
            if (await context.Clients.Where(row => row.Id == clientId).ExecuteUpdateAsync(row => row.SetProperty(to => to.UpdatedAt, now)) == 0)
            {
                return false;
            }

            var former = await context.ClientSecrets.AsTracking().Where(row => row.ClientId == clientId && (row.ExpiresAt == null || row.ExpiresAt > now)).OrderByDescending(row => row.CreatedAt).ToListAsync();
            foreach (var old in former)
            {
                var end = old == former[0] && formerUntil > now ? formerUntil : now;
                old.ExpiresAt = old.ExpiresAt is { } already && already < end ? already : end;
            }

            context.ClientSecrets.Add(Row(clientId, secret));
            await context.SaveChangesAsync();
            return true;
        },
        cancellationToken);

    public Task<bool> RemoveSecretAsync(string clientId, string secretId, CancellationToken cancellationToken) => WriteAsync(
        AuditNames.ClientSecretRemoved, clientId, secretId,
        async context => await context.ClientSecrets.Where(row => row.ClientId == clientId && row.Id == secretId).ExecuteDeleteAsync() == 1, cancellationToken);

    public Task<bool> NoteUseAsync(string secretId, DateTimeOffset at, DateTimeOffset unlessSince, CancellationToken cancellationToken)
    {
        DateTimeOffset? used = at;
        return door.WriteAsync(
            async context => await context.ClientSecrets.Where(row => row.Id == secretId && (row.LastUsedAt == null || row.LastUsedAt <= unlessSince))
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.LastUsedAt, used)) == 1,
            cancellationToken);
    }

    private Task<bool> WriteAsync(string name, string clientId, string? subject, Func<TokgateDbContext, Task<bool>> operation, CancellationToken cancellationToken)
    {
        var audited = trail.New(name) with { ClientId = clientId, Subject = subject };
        return door.WriteAsync(async context => await AuditWriting.AddAsync(context, audited, await operation(context)), cancellationToken);
    }

    public static RegisteredClient Read(ClientRow row, IEnumerable<ClientSecretRow> secrets) => new(
        JsonSerializer.Deserialize(row.Document, StoredJson.Default.Client)! with { Id = row.Id, Version = row.Version }, // our own document, never null
        [.. secrets.Select(static secret => new ClientSecret(secret.Id, secret.Prefix, secret.Hash, secret.CreatedAt, secret.ExpiresAt) { LastUsedAt = secret.LastUsedAt })])
    {
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
    };

    public static string Document(Client client) => JsonSerializer.Serialize(client, StoredJson.Default.Client);

    private static ClientSecretRow Row(string clientId, ClientSecret secret) => new()
    {
        Id = secret.Id,
        ClientId = clientId,
        Prefix = secret.Prefix,
        Hash = secret.Hash,
        CreatedAt = secret.CreatedAt,
        ExpiresAt = secret.ExpiresAt,
    };
}
