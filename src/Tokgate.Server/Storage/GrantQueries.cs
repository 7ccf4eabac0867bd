using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Storage;

/// <summary>
/// The reads that every code, refresh and UserInfo needs, compiled once. Not static: a compiled query belongs to one model, and several brokers on different
/// databases may live in one process. Written in full and twice, since only what stands in a compiled query's own text can be translated.
/// </summary>
internal sealed class GrantQueries
{
    private readonly Func<TokgateDbContext, string, Task<GrantWithSubject?>> byId = EF.CompileAsyncQuery((TokgateDbContext context, string id) =>
        (from grant in context.Grants
         where grant.Id == id
         join user in context.Users on grant.UserId equals user.Id
         join one in context.Sessions on grant.SessionId equals one.Id into found
         from session in found.DefaultIfEmpty()
         select new GrantWithSubject
         {
             Row = grant,
             UserStatus = user.Status,
             SessionEndedAt = session.EndedAt,
             SessionIdleExpiresAt = session.IdleExpiresAt,
             SessionExpiresAt = session.ExpiresAt,
         }).FirstOrDefault());

    private readonly Func<TokgateDbContext, byte[], Task<GrantWithSubject?>> byCode = EF.CompileAsyncQuery((TokgateDbContext context, byte[] hash) =>
        (from grant in context.Grants
         where grant.CodeHash == hash
         join user in context.Users on grant.UserId equals user.Id
         join one in context.Sessions on grant.SessionId equals one.Id into found
         from session in found.DefaultIfEmpty()
         select new GrantWithSubject
         {
             Row = grant,
             UserStatus = user.Status,
             SessionEndedAt = session.EndedAt,
             SessionIdleExpiresAt = session.IdleExpiresAt,
             SessionExpiresAt = session.ExpiresAt,
         }).FirstOrDefault());

    public async Task<Grant?> FindAsync(TokgateDbContext context, string id) => (await byId(context, id))?.ToGrant();

    public async Task<Grant?> FindByCodeAsync(TokgateDbContext context, byte[] hash) => (await byCode(context, hash))?.ToGrant();
}
