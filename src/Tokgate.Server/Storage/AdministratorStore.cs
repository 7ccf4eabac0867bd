using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, AuditTrail trail) : IAdministratorStore, IExpiringRows
{
    // Asked at every start, which would wait for EF's model.
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        await reads.FirstAsync($"select id from administrators limit 1", static row => row.GetString(0), cancellationToken) is not null;

    public async Task<IReadOnlyList<Administrator>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.Administrators.OrderBy(row => row.UserNameKey).ToListAsync(cancellationToken)).Select(static row => row.ToAdministrator())];
    }

    // By plain SQL, as at a first start.
    public Task InviteAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        var (hash, role, whose, by) = (invitation.Hash, (int)invitation.Role, invitation.AdministratorId, invitation.CreatedBy);
        var (created, expires) = (invitation.CreatedAt.ToUnixTimeMilliseconds(), invitation.ExpiresAt.ToUnixTimeMilliseconds());
        var invited = trail.New(AuditNames.AdministratorInvited) with { Actor = by, Subject = whose, Cause = invitation.Role.ToString() };
        return door.WriteAsync(
            async context =>
            {
                await context.Sql.ExecuteAsync(
                    $"insert into administrator_invitations (hash, role, administrator_id, created_by, created_at, expires_at) values ({hash}, {role}, {whose}, {by}, {created}, {expires})");
                return await AuditWriting.AddAsync(context, invited, happened: true);
            },
            cancellationToken);
    }

    public async Task<Invitation?> FindInvitationAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.AdministratorInvitations.FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken))?.ToInvitation();
    }

    public Task<Administrator?> TryAcceptAsync(byte[] hash, string userName, NewAdministratorSession session)
    {
        var now = session.CreatedAt;
        var added = trail.New(AuditNames.AdministratorAdded);
        var signedIn = trail.New(AuditNames.AdministratorSignedIn) with { Cause = session.Method };
        return door.WriteAsync(AcceptAsync, CancellationToken.None);

        async Task<Administrator?> AcceptAsync(TokgateDbContext context)
        {
            var invitation = await context.AdministratorInvitations.FirstOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now);
            if (invitation is null || await context.AdministratorInvitations.Where(row => row.Hash == hash).ExecuteDeleteAsync() != 1)
            {
                return null;
            }

            var isNew = invitation.AdministratorId is null;
            var id = invitation.AdministratorId ?? RandomId.New();
            if (isNew && !await TryAddAsync(context, id, userName, invitation.Role, now))
            {
                context.AdministratorInvitations.Add(invitation); // another name may be tried
                await context.SaveChangesAsync();
                return null;
            }

            await context.Administrators.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(to => to.LastLoginAt, now));
            await SessionAsync(context, id, session);
            var administrator = (await context.Administrators.FirstAsync(row => row.Id == id)).ToAdministrator();
            var actor = AdministratorName.Actor(administrator.UserName);
            await AuditWriting.AddAsync(context, added with { Actor = actor, Subject = id, Cause = administrator.Role.ToString() }, isNew);
            await AuditWriting.AddAsync(context, signedIn with { Actor = actor, Subject = session.Id });
            return administrator;
        }
    }

    private static async Task<bool> TryAddAsync(TokgateDbContext context, string id, string userName, int role, DateTimeOffset now)
    {
        var (key, stamp, at) = (AdministratorName.Key(userName), RandomId.New(), now.ToUnixTimeMilliseconds());
        return await context.Sql.ExecuteAsync(
            $"""
            insert into administrators (id, user_name, user_name_key, role, security_stamp, created_at) values ({id}, {userName}, {key}, {role}, {stamp}, {at})
            on conflict do nothing
            """) == 1;
    }

    private static Task<int> SessionAsync(TokgateDbContext context, string id, NewAdministratorSession session)
    {
        var (at, idle, end) = (session.CreatedAt.ToUnixTimeMilliseconds(), session.IdleExpiresAt.ToUnixTimeMilliseconds(), session.ExpiresAt.ToUnixTimeMilliseconds());
        return context.Sql.ExecuteAsync(
            $"""
            insert into administrator_sessions (id, handle_hash, administrator_id, method, address, user_agent, created_at, last_seen_at, idle_expires_at, expires_at)
            values ({session.Id}, {session.HandleHash}, {id}, {session.Method}, {session.Address}, {session.UserAgent}, {at}, {at}, {idle}, {end})
            """);
    }

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => door.WriteAsync(
        context => context.AdministratorInvitations.Where(row => row.ExpiresAt < now).OrderBy(row => row.ExpiresAt).Take(limit).ExecuteDeleteAsync(), cancellationToken);
}
