using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorPasskeyStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail) : IAdministratorPasskeyStore
{
    private const string Passkey = "passkey";

    public async Task<AdministratorPasskey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.AdministratorPasskeys.AsNoTracking().FirstOrDefaultAsync(row => row.CredentialId == credentialId, cancellationToken))?.ToPasskey();
    }

    public Task<bool> TryAddAsync(AdministratorPasskey passkey, string session)
    {
        var added = trail.New(AuditNames.AdministratorCredentialAdded) with { Subject = passkey.AdministratorId, Cause = Passkey };
        return WriteAsync(passkey.AdministratorId, session, added, context => context.Sql.ExecuteAsync(
            $"""
            insert into administrator_passkeys (credential_id, administrator_id, name, document, created_at)
            values ({passkey.CredentialId}, {passkey.AdministratorId}, {passkey.Name}, {passkey.Document}, {passkey.CreatedAt.ToUnixTimeMilliseconds()})
            on conflict do nothing
            """));
    }

    public Task<bool> TryRenameAsync(string administratorId, byte[] credentialId, string name) => door.WriteAsync(
        async context => await context.Sql.ExecuteAsync($"update administrator_passkeys set name = {name} where credential_id = {credentialId} and administrator_id = {administratorId}") == 1,
        CancellationToken.None);

    public Task<bool> TryRemoveAsync(string administratorId, byte[] credentialId, string session)
    {
        var removed = trail.New(AuditNames.AdministratorCredentialRemoved) with { Subject = administratorId, Cause = Passkey };
        return WriteAsync(administratorId, session, removed, context => context.Sql.ExecuteAsync(
            $"delete from administrator_passkeys where credential_id = {credentialId} and administrator_id = {administratorId}"));
    }

    private Task<bool> WriteAsync(string administratorId, string session, AuditEvent audited, Func<TokgateDbContext, Task<int>> write) => door.WriteAsync(
        async context =>
        {
            if (!await AuditWriting.AddAsync(context, audited, await write(context) == 1))
            {
                return false;
            }

            await AdministratorWriting.EndOthersAsync(context, administratorId, session);
            return true;
        },
        CancellationToken.None);
}
