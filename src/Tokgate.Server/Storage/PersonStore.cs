using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.People;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Users;

namespace Tokgate.Server.Storage;

internal sealed class PersonStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, DeliveryBell bell, TimeProvider time) : IPersonStore
{
    private const string Columns = "u.id, u.status, u.claims, u.created_at, u.updated_at, u.last_login_at, u.logins, u.connection, u.user_metadata, u.app_metadata, u.version";
    private const int KeyColumn = 11;
    private const string Blocked = nameof(UserStatus.Blocked);

    public async Task<IReadOnlyList<Person>?> ListAsync(PersonQuery query, CancellationToken cancellationToken)
    {
        var search = new PersonSearch(query);
        if (!search.Understands(query.Page.After))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        if (search.IsSorted && await CountAsync(context, new PersonSearch(query).CountSorted(), cancellationToken) > PersonQuery.MostSorted)
        {
            return null;
        }

        var people = await context.Sql.ListAsync(search.Page(Columns), row => Read(row) with { Position = search.Position(row.GetValue(KeyColumn), row.GetString(0)) }, cancellationToken);
        return await WithIdentitiesAsync(context, people, cancellationToken);
    }

    public async Task<long> CountAsync(PersonQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        return await CountAsync(context, new PersonSearch(query with { Page = query.Page with { After = null } }).Count(PersonQuery.MostCounted), cancellationToken);
    }

    public async Task<Person?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Users.FirstOrDefaultAsync(user => user.Id == id, cancellationToken);
        return row is null ? null : (await WithIdentitiesAsync(context, [ToPerson(row)], cancellationToken))[0];
    }

    public async Task<bool> TryUpdateAsync(Person person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (changed, ended, revoked) = (trail.New(AuditNames.UserChanged) with { UserId = person.Id }, trail.New(AuditNames.SessionEnded) with { Change = null }, trail.New(AuditNames.GrantRevoked) with { Change = null });
        var isDone = await door.WriteAsync(
            async context =>
            {
                var status = person.IsBlocked ? Blocked : nameof(UserStatus.Active);
                var (userMetadata, appMetadata) = (Text(person.UserMetadata), Text(person.AppMetadata));
                var (nameKey, usernameKey) = (PersonText.NameKey(person.Claims), PersonText.UsernameKey(person.Claims));
                if (await context.Users.FirstOrDefaultAsync(row => row.Id == person.Id && row.Version == person.Version) is not { Status: var before } known)
                {
                    return false;
                }

                var claims = JsonNode.DeepEquals(Document(known.Claims), person.Claims) ? known.Claims : Stamped(person.Claims, now);
                if (await context.Users.Where(row => row.Id == person.Id && row.Version == person.Version && row.Status == before).ExecuteUpdateAsync(row => row
                    .SetProperty(to => to.Status, status).SetProperty(to => to.Claims, claims).SetProperty(to => to.NameKey, nameKey).SetProperty(to => to.UsernameKey, usernameKey)
                    .SetProperty(to => to.UserMetadata, userMetadata).SetProperty(to => to.AppMetadata, appMetadata).SetProperty(to => to.UpdatedAt, now)
                    .SetProperty(to => to.Version, to => to.Version + 1)) == 0)
                {
                    return false;
                }

                await AuditWriting.AddAsync(context, before == status ? changed : changed with { Name = person.IsBlocked ? AuditNames.UserBlocked : AuditNames.UserUnblocked });
                if (before != status && person.IsBlocked)
                {
                    await EndEverythingAsync(context, person.Id, ended, revoked);
                }

                return true;
            },
            cancellationToken);
        bell.Ring();
        return isDone;
    }

    public async Task<bool> StopAsync(string id)
    {
        var now = time.GetUtcNow();
        var (ended, revoked) = (trail.New(AuditNames.SessionEnded) with { Change = null }, trail.New(AuditNames.GrantRevoked) with { Change = null });
        var isThere = await door.WriteAsync(
            async context =>
            {
                var count = await context.Users.Where(row => row.Id == id)
                    .ExecuteUpdateAsync(row => row.SetProperty(to => to.Status, Blocked).SetProperty(to => to.UpdatedAt, now).SetProperty(to => to.Version, to => to.Version + 1));
                if (count == 1)
                {
                    await EndEverythingAsync(context, id, ended, revoked);
                }

                return count == 1;
            },
            CancellationToken.None);
        bell.Ring();
        return isThere;
    }

    public Task<bool> DeleteAsync(string id)
    {
        var deleted = trail.New(AuditNames.UserDeleted) with { UserId = id, Change = null };
        return door.WriteAsync(
            async context =>
            {
                // Identities, sessions, grants, consents and what the vault has go with their user.
                if (await context.Users.Where(row => row.Id == id).ExecuteDeleteAsync() == 0)
                {
                    return false;
                }

                // The trail keeps that something happened and to whom by id, and neither where they were nor what was written about them.
                await context.AuditEvents.Where(row => row.UserId == id && (row.Address != null || row.UserAgent != null || row.Change != null))
                    .ExecuteUpdateAsync(static row => row.SetProperty(to => to.Address, (string?)null).SetProperty(to => to.UserAgent, (string?)null).SetProperty(to => to.Change, (string?)null));
                await AuditWriting.AddAsync(context, deleted);
                return true;
            },
            CancellationToken.None);
    }

    // The claim of OpenID Connect, which says when what is claimed changed.
    private static string Stamped(JsonObject claims, DateTimeOffset now)
    {
        var stamped = claims.DeepClone().AsObject();
        stamped["updated_at"] = now.ToUnixTimeSeconds();
        return stamped.ToJsonString();
    }

    private static async Task EndEverythingAsync(TokgateDbContext context, string id, AuditEvent ended, AuditEvent revoked)
    {
        await SessionEnding.EndAllOfUserAsync(context, id, ended);
        DateTimeOffset? at = revoked.At;
        var count = await context.Grants.Where(row => row.UserId == id && row.RevokedAt == null).ExecuteUpdateAsync(row => row.SetProperty(to => to.RevokedAt, at));
        await AuditWriting.AddAsync(context, revoked with { UserId = id, Count = count }, count > 0);
    }

    private static async Task<long> CountAsync(TokgateDbContext context, FormattableString sql, CancellationToken cancellationToken) =>
        long.Parse(await context.Sql.FirstAsync(sql, static row => row.GetInt64(0).ToString(CultureInfo.InvariantCulture), cancellationToken) ?? "0", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<Person>> WithIdentitiesAsync(TokgateDbContext context, IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        var ids = people.Select(static person => person.Id).ToArray();
        var identities = (await context.Identities.Where(row => ids.Contains(row.UserId)).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken))
            .ToLookup(static row => row.UserId, static row => new PersonIdentity(row.TikTokApp, row.OpenId, row.UnionId, row.CreatedAt, row.LastSeenAt), StringComparer.Ordinal);
        return [.. people.Select(person => person with { Identities = [.. identities[person.Id]] })];
    }

    private static Person Read(DbDataReader row) => ToPerson(new UserRow
    {
        Id = row.GetString(0),
        Status = row.GetString(1),
        Claims = row.GetString(2),
        CreatedAt = row.Instant(3),
        UpdatedAt = row.Instant(4),
        LastLoginAt = row.GetInt64(5),
        Logins = row.GetInt64(6),
        Connection = row.TextOrNull(7),
        UserMetadata = row.TextOrNull(8),
        AppMetadata = row.TextOrNull(9),
        Version = row.GetInt64(10),
    });

    private static Person ToPerson(UserRow row) => new()
    {
        Id = row.Id,
        IsBlocked = row.Status == Blocked,
        Claims = Document(row.Claims),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        LastLoginAt = row.LastLoginAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.LastLoginAt),
        Logins = row.Logins,
        Connection = row.Connection,
        UserMetadata = Document(row.UserMetadata),
        AppMetadata = Document(row.AppMetadata),
        Version = row.Version,
    };

    // Our own documents.
    private static JsonObject Document(string? text) => text is null ? [] : JsonNode.Parse(text)!.AsObject();

    private static string? Text(JsonObject metadata) => metadata.Count == 0 ? null : metadata.ToJsonString();
}
