using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Consent;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Storage;

internal sealed class ConsentStore(
    IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, GrantWriting grants, IOptions<BrowserSessionOptions> sessions, AuditTrail trail, TimeProvider time) : IConsentStore
{
    public static Task<bool> HasAllowedAsync(TokgateDbContext context, string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var text = Text(scopes);
        return context.Consents.AnyAsync(row => row.UserId == userId && row.ClientId == clientId && row.Scopes == text, cancellationToken);
    }

    public async Task<bool> HasAllowedAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await HasAllowedAsync(context, userId, clientId, scopes, cancellationToken);
    }

    public async Task<IReadOnlySet<string>> AllowedScopesAsync(string userId, string clientId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var allowed = await context.Consents.Where(row => row.UserId == userId && row.ClientId == clientId).Select(row => row.Scopes).ToListAsync(cancellationToken);
        return allowed.SelectMany(static scopes => scopes.Split(' ')).ToHashSet(StringComparer.Ordinal);
    }

    public Task<ConsentStanding> AllowAsync(byte[] waitingHash, AuthorizedRequest request, Handle code, CancellationToken cancellationToken)
    {
        var allowed = trail.New(AuditNames.ConsentAllowed) with { UserId = request.UserId, ClientId = request.ClientId, SessionId = request.SessionId };
        return door.WriteAsync(context => AllowAsync(context, waitingHash, request, code, allowed, allowed with { Name = AuditNames.SignInAnswered }), cancellationToken);
    }

    private async Task<ConsentStanding> AllowAsync(
        TokgateDbContext context, byte[] waitingHash, AuthorizedRequest request, Handle code, AuditEvent allowed, AuditEvent answered)
    {
        var now = time.GetUtcNow();
        if (await context.WaitingRequests.Where(row => row.Hash == waitingHash).ExecuteDeleteAsync() == 0)
        {
            return ConsentStanding.AnsweredBefore;
        }

        if (!await SessionWriting.TryUseAsync(context, request.SessionId, request.UserId, now, sessions.Value.IdleLifetime))
        {
            return ConsentStanding.SessionEnded;
        }

        await context.Database.ExecuteSqlAsync(
            $"""
            insert into consents (user_id, client_id, scopes, created_at) values ({request.UserId}, {request.ClientId}, {Text(request.Scopes)}, {now.ToUnixTimeMilliseconds()})
            on conflict (user_id, client_id, scopes) do update set created_at = excluded.created_at
            """);
        await AuditWriting.AddAsync(context, allowed);
        await grants.AddAsync(context, request, code);
        await AuditWriting.AddAsync(context, answered);
        return ConsentStanding.Authorized;
    }

    // A set has no order; its text must have one.
    private static string Text(IReadOnlyList<string> scopes) => string.Join(' ', scopes.Order(StringComparer.Ordinal));
}
