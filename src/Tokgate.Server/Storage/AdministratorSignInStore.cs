using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorSignInStore(IWriteDoor door, AuditTrail trail, TimeProvider time) : IAdministratorSignInStore, IExpiringRows
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public Task<AdministratorCredentials?> TryGuessAsync(string nameKey)
    {
        var now = time.GetUtcNow();
        var (hash, at, end) = (Handle.HashOf(nameKey), now.ToUnixTimeMilliseconds(), (now + Memory).ToUnixTimeMilliseconds());
        return door.WriteAsync(GuessAsync, CancellationToken.None);

        async Task<AdministratorCredentials?> GuessAsync(TokgateDbContext context)
        {
            // It holds the row until the end, so that the next guess sees this one.
            var counted = await context.Sql.FirstAsync(
                $"""
                insert into administrator_guesses (name_hash, failures, expires_at) values ({hash}, 1, {end})
                on conflict (name_hash) do update set failures = case when administrator_guesses.expires_at <= {at} then 1 else administrator_guesses.failures + 1 end, expires_at = excluded.expires_at
                where administrator_guesses.locked_until is null or administrator_guesses.locked_until <= {at}
                returning failures
                """,
                static row => new Counted(row.GetInt32(0)),
                CancellationToken.None);
            if (counted is null)
            {
                return null;
            }

            var wait = GuessDelay.After(counted.Failures);
            if (wait > TimeSpan.Zero)
            {
                await context.Sql.ExecuteAsync($"update administrator_guesses set locked_until = {(now + wait).ToUnixTimeMilliseconds()} where name_hash = {hash}");
            }

            var row = await context.Administrators.AsNoTracking().FirstOrDefaultAsync(found => found.UserNameKey == nameKey);
            return row is null ? null : new AdministratorCredentials(row.ToAdministrator()) { PasswordHash = row.PasswordHash, SealedTotp = row.SealedTotp };
        }
    }

    public Task<bool> TryEnterWithCodeAsync(Administrator administrator, long step, NewAdministratorSession session) => EnterAsync(administrator, session, async context =>
    {
        var isNew = await context.Sql.ExecuteAsync($"update administrators set totp_step = {step} where id = {administrator.Id} and totp_step < {step}") == 1;
        return isNew ? await ForgiveAsync(context, administrator) : 0;
    });

    public Task<bool> TryEnterWithRecoveryCodeAsync(Administrator administrator, byte[] hash, NewAdministratorSession session) => EnterAsync(administrator, session, async context =>
    {
        var isThere = await context.Sql.ExecuteAsync($"delete from administrator_recovery_codes where administrator_id = {administrator.Id} and hash = {hash}") == 1;
        return isThere ? await ForgiveAsync(context, administrator) : 0;
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

    public ExpiringRows Expiring => new("administrator_guesses", "name_hash", "expires_at");

    private static async Task<int> ForgiveAsync(TokgateDbContext context, Administrator administrator)
    {
        await context.Sql.ExecuteAsync($"delete from administrator_guesses where name_hash = {Handle.HashOf(AdministratorName.Key(administrator.UserName))}");
        return 1;
    }

    private sealed record Counted(int Failures);
}
