using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

/// <summary>What several writes about administrators have in common, inside the transaction of each.</summary>
internal static class AdministratorWriting
{
    public static async Task EnterAsync(TokgateDbContext context, Administrator administrator, NewAdministratorSession session, AuditEvent signedIn)
    {
        var (at, idle, end) = (session.CreatedAt.ToUnixTimeMilliseconds(), session.IdleExpiresAt.ToUnixTimeMilliseconds(), session.ExpiresAt.ToUnixTimeMilliseconds());
        await context.Sql.ExecuteAsync($"update administrators set last_login_at = {at} where id = {administrator.Id}");
        await context.Sql.ExecuteAsync(
            $"""
            insert into administrator_sessions (id, handle_hash, administrator_id, method, address, user_agent, created_at, last_seen_at, idle_expires_at, expires_at)
            values ({session.Id}, {session.HandleHash}, {administrator.Id}, {session.Method}, {session.Address}, {session.UserAgent}, {at}, {at}, {idle}, {end})
            """);
        await AuditWriting.AddAsync(context, signedIn with { Actor = AdministratorName.Actor(administrator.UserName), Subject = session.Id });
    }

    /// <summary>All sessions but this one.</summary>
    public static Task<int> EndOthersAsync(TokgateDbContext context, string administratorId, string session) =>
        context.Sql.ExecuteAsync($"delete from administrator_sessions where administrator_id = {administratorId} and id <> {session}");
}
