using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorInvitationStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IInvitationStore, IExpiringRows
{
    // By plain SQL, as at a first start, which would wait for EF's model.
    public Task AddAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        var (hash, role, whose, by) = (invitation.Hash, (int)invitation.Role, invitation.AdministratorId, invitation.CreatedBy);
        var (created, expires) = (invitation.CreatedAt.ToUnixTimeMilliseconds(), invitation.ExpiresAt.ToUnixTimeMilliseconds());
        var invited = trail.New(AuditNames.AdministratorInvited) with { Actor = by, Subject = whose, Cause = invitation.Role.ToString() };
        return door.WriteSqlAsync(
            async sql =>
            {
                await sql.ExecuteAsync(
                    $"insert into administrator_invitations (hash, role, administrator_id, created_by, created_at, expires_at) values ({hash}, {role}, {whose}, {by}, {created}, {expires})");
                return await AuditWriting.AddAsync(sql, invited) == 1;
            },
            cancellationToken);
    }

    public async Task<Invitation?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.AdministratorInvitations.AsNoTracking().FirstOrDefaultAsync(row => row.Hash == hash, cancellationToken))?.ToInvitation();
    }

    public async Task<IReadOnlyList<Invitation>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.AdministratorInvitations.AsNoTracking().Where(row => row.ExpiresAt > now).OrderByDescending(row => row.CreatedAt).ToListAsync(cancellationToken)).Select(static row => row.ToInvitation())];
    }

    public Task<bool> TryDeleteAsync(byte[] hash) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"delete from administrator_invitations where hash = {hash}") == 1, CancellationToken.None);

    public Task<Administrator?> TryAcceptAsync(byte[] hash, string userName, NewAdministratorSession session)
    {
        var now = session.CreatedAt;
        var added = trail.New(AuditNames.AdministratorAdded);
        var signedIn = trail.New(AuditNames.AdministratorSignedIn) with { Cause = session.Method };
        return door.WriteAsync(AcceptAsync, CancellationToken.None);

        async Task<Administrator?> AcceptAsync(TokgateDbContext context)
        {
            var invitation = await context.AdministratorInvitations.FirstOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now);

            // Each start before there was an owner has written a link, and its output may be read by others: once somebody is in, none of them makes another owner. They go in one statement, so that of two that are used at once one finds nothing.
            var ofFirstStarts = context.AdministratorInvitations.Where(static row => row.CreatedBy == Invitations.FirstStart);
            if (invitation is null || await (invitation.CreatedBy == Invitations.FirstStart ? ofFirstStarts : context.AdministratorInvitations.Where(row => row.Hash == hash)).ExecuteDeleteAsync() == 0)
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

            if (isNew)
            {
                await ofFirstStarts.ExecuteDeleteAsync();
            }
            else
            {
                await ForgetAsync(context, id);
            }

            var administrator = (await context.Administrators.AsNoTracking().FirstAsync(row => row.Id == id)).ToAdministrator();
            var actor = AdministratorName.Actor(administrator.UserName);
            await AuditWriting.AddAsync(context, added with { Actor = actor, Subject = id, Cause = administrator.Role.ToString() }, isNew);
            await AdministratorWriting.EnterAsync(context, administrator, session, signedIn);
            return administrator;
        }
    }

    public ExpiringRows Expiring => new("administrator_invitations", "hash", "expires_at");

    private static async Task<bool> TryAddAsync(TokgateDbContext context, string id, string userName, int role, DateTimeOffset now)
    {
        var (key, at) = (AdministratorName.Key(userName), now.ToUnixTimeMilliseconds());
        return await context.Sql.ExecuteAsync(
            $"""
            insert into administrators (id, user_name, user_name_key, role, created_at) values ({id}, {userName}, {key}, {role}, {at})
            on conflict do nothing
            """) == 1;
    }

    // What was lost is in somebody else's hands, as far as we know.
    private static async Task ForgetAsync(TokgateDbContext context, string id)
    {
        await context.Sql.ExecuteAsync($"delete from administrator_passkeys where administrator_id = {id}");
        await context.Sql.ExecuteAsync($"delete from administrator_recovery_codes where administrator_id = {id}");
        await context.Sql.ExecuteAsync($"delete from administrator_sessions where administrator_id = {id}");
        await context.Sql.ExecuteAsync(
            $"update administrators set password_hash = null, sealed_totp = null, user_id = null, version = version + 1 where id = {id}");
    }
}
