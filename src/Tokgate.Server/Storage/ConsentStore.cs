using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Consent;

namespace Tokgate.Server.Storage;

internal sealed class ConsentStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, TimeProvider time) : IConsentStore
{
    public static async Task<bool> CoversAsync(TokgateDbContext context, string userId, string clientId, IReadOnlyList<string> scopes)
    {
        var allowed = await context.Consents.Where(row => row.UserId == userId && row.ClientId == clientId).Select(row => row.Scopes).FirstOrDefaultAsync();
        return allowed is not null && !scopes.Except(allowed.Split(' '), StringComparer.Ordinal).Any();
    }

    public async Task<bool> CoversAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CoversAsync(context, userId, clientId, scopes);
    }

    public Task RememberAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var text = string.Join(' ', scopes);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var allowed = trail.New(AuditNames.ConsentAllowed) with { UserId = userId, ClientId = clientId };
        return door.WriteAsync(
            async context => await AuditWriting.AddAsync(context, allowed, await context.Database.ExecuteSqlAsync(
                $"""
                insert into consents (user_id, client_id, scopes, created_at) values ({userId}, {clientId}, {text}, {now})
                on conflict (user_id, client_id) do update set scopes = excluded.scopes, created_at = excluded.created_at
                """) == 1),
            cancellationToken);
    }
}
