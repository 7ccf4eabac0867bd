using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorSignInStore(IWriteDoor door, AuditTrail trail, TimeProvider time) : IAdministratorSignInStore
{
    public Task<AdministratorCredentials?> TryGuessAsync(string nameKey)
    {
        var now = time.GetUtcNow();
        var at = now.ToUnixTimeMilliseconds();
        return door.WriteAsync(GuessAsync, CancellationToken.None);

        async Task<AdministratorCredentials?> GuessAsync(TokgateDbContext context)
        {
            // The first statement holds the row until the end, so that the next guess sees this one.
            if (await context.Sql.ExecuteAsync($"update administrators set failures = failures + 1 where user_name_key = {nameKey} and (locked_until is null or locked_until <= {at})") != 1)
            {
                return null;
            }

            var row = await context.Administrators.AsNoTracking().FirstAsync(found => found.UserNameKey == nameKey);
            var wait = GuessDelay.After(row.Failures);
            if (wait > TimeSpan.Zero)
            {
                await context.Sql.ExecuteAsync($"update administrators set locked_until = {(now + wait).ToUnixTimeMilliseconds()} where id = {row.Id}");
            }

            return new AdministratorCredentials(row.ToAdministrator()) { PasswordHash = row.PasswordHash, SealedTotp = row.SealedTotp };
        }
    }

    public Task<bool> TryEnterWithCodeAsync(Administrator administrator, long step, NewAdministratorSession session) => EnterAsync(
        administrator, session, context => context.Sql.ExecuteAsync($"update administrators set totp_step = {step}, failures = 0, locked_until = null where id = {administrator.Id} and totp_step < {step}"));

    public Task<bool> TryEnterWithRecoveryCodeAsync(Administrator administrator, byte[] hash, NewAdministratorSession session) => EnterAsync(administrator, session, async context =>
    {
        var used = await context.Sql.ExecuteAsync($"delete from administrator_recovery_codes where administrator_id = {administrator.Id} and hash = {hash}");
        return used == 1 ? await context.Sql.ExecuteAsync($"update administrators set failures = 0, locked_until = null where id = {administrator.Id}") : 0;
    });

    public Task<bool> TryEnterWithPasskeyAsync(Administrator administrator, byte[] credentialId, string document, NewAdministratorSession session) => EnterAsync(
        administrator, session, context => context.Sql.ExecuteAsync(
            $"update administrator_passkeys set document = {document}, last_used_at = {session.CreatedAt.ToUnixTimeMilliseconds()} where credential_id = {credentialId} and administrator_id = {administrator.Id}"));

    public Task<Administrator?> TryEnterWithUserAsync(string userId, NewAdministratorSession session)
    {
        var signedIn = trail.New(AuditNames.AdministratorSignedIn) with { Cause = session.Method };
        return door.WriteAsync(EnterWithUserAsync, CancellationToken.None);

        async Task<Administrator?> EnterWithUserAsync(TokgateDbContext context)
        {
            var row = await context.Administrators.AsNoTracking().FirstOrDefaultAsync(found => found.UserId == userId);
            if (row is null)
            {
                return null;
            }

            var administrator = row.ToAdministrator();
            await AdministratorWriting.EnterAsync(context, administrator, session, signedIn);
            return administrator;
        }
    }

    private Task<bool> EnterAsync(Administrator administrator, NewAdministratorSession session, Func<TokgateDbContext, Task<int>> take)
    {
        var signedIn = trail.New(AuditNames.AdministratorSignedIn) with { Cause = session.Method };
        return door.WriteAsync(
            async context =>
            {
                if (await take(context) != 1)
                {
                    return false;
                }

                await AdministratorWriting.EnterAsync(context, administrator, session, signedIn);
                return true;
            },
            CancellationToken.None);
    }
}
