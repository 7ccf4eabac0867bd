using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorCredentialStore(IDbContextFactory<TokgateDbContext> contexts, IReadDoor reads, IWriteDoor door, AuditTrail trail) : IAdministratorCredentialStore
{
    public async Task<AdministratorCredentials?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Administrators.AsNoTracking().FirstOrDefaultAsync(found => found.Id == id, cancellationToken) is not { } row)
        {
            return null;
        }

        var passkeys = await context.AdministratorPasskeys.AsNoTracking().Where(passkey => passkey.AdministratorId == id).OrderBy(passkey => passkey.CreatedAt).ToListAsync(cancellationToken);
        return new AdministratorCredentials(row.ToAdministrator())
        {
            PasswordHash = row.PasswordHash,
            SealedTotp = row.SealedTotp,
            RecoveryCodes = await context.AdministratorRecoveryCodes.CountAsync(code => code.AdministratorId == id, cancellationToken),
            Passkeys = [.. passkeys.Select(static passkey => passkey.ToPasskey())],
        };
    }

    public Task<bool> TrySetPasswordAsync(string id, long version, NewPassword password, string session)
    {
        var (hash, box, step) = (password.Hash, password.SealedTotp, password.Step);
        return WriteAsync(id, session, AuditNames.AdministratorCredentialAdded, "password", async context =>
        {
            var changed = await context.Sql.ExecuteAsync(
                $"""
                update administrators set password_hash = {hash}, sealed_totp = {box}, totp_step = {step}, version = version + 1
                where id = {id} and version = {version}
                """);
            if (changed == 1)
            {
                await ReplaceCodesAsync(context, id, password.RecoveryCodes);
            }

            return changed;
        });
    }

    public Task<bool> TryRemovePasswordAsync(string id, string session) => WriteAsync(id, session, AuditNames.AdministratorCredentialRemoved, "password", async context =>
    {
        await ReplaceCodesAsync(context, id, []);
        return await context.Sql.ExecuteAsync(
            $"update administrators set password_hash = null, sealed_totp = null, version = version + 1 where id = {id} and password_hash is not null");
    });

    public Task<bool> TryReplaceRecoveryCodesAsync(string id, IReadOnlyList<byte[]> hashes, string session) => WriteAsync(id, session, AuditNames.AdministratorCredentialAdded, "recovery_codes", async context =>
    {
        var changed = await context.Sql.ExecuteAsync($"update administrators set version = version + 1 where id = {id} and sealed_totp is not null");
        if (changed == 1)
        {
            await ReplaceCodesAsync(context, id, hashes);
        }

        return changed;
    });

    public Task<bool> TryLinkAsync(string id, string? userId, string session) => WriteAsync(
        id, session, userId is null ? AuditNames.AdministratorCredentialRemoved : AuditNames.AdministratorCredentialAdded, "broker",
        context => context.Sql.ExecuteAsync(
            $"""
            update administrators set user_id = {userId}, version = version + 1
            where id = {id} and not exists (select 1 from administrators other where other.user_id = {userId} and other.id <> {id})
            """));

    public Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ListSealedAsync(CancellationToken cancellationToken) => reads.ListAsync(
        $"select id, sealed_totp from administrators where sealed_totp is not null", static row => KeyValuePair.Create(row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken);

    public Task<bool> TryResealAsync(string id, byte[] read, byte[] value, CancellationToken cancellationToken) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"update administrators set sealed_totp = {value} where id = {id} and sealed_totp = {read}") == 1, cancellationToken);

    private static async Task ReplaceCodesAsync(TokgateDbContext context, string id, IReadOnlyList<byte[]> hashes)
    {
        await context.Sql.ExecuteAsync($"delete from administrator_recovery_codes where administrator_id = {id}");
        context.AdministratorRecoveryCodes.AddRange(hashes.Select(hash => new AdministratorRecoveryCodeRow { AdministratorId = id, Hash = hash }));
        await context.SaveChangesAsync();
    }

    private Task<bool> WriteAsync(string id, string session, string name, string cause, Func<TokgateDbContext, Task<int>> write)
    {
        var audited = trail.New(name) with { Subject = id, Cause = cause };
        return door.WriteAsync(
            async context =>
            {
                if (!await AuditWriting.AddAsync(context, audited, await write(context) == 1))
                {
                    return false;
                }

                await AdministratorWriting.EndOthersAsync(context, id, session);
                return true;
            },
            CancellationToken.None);
    }
}
