namespace Tokgate.Server.Storage;

/// <summary>What every use of a session writes, inside the transaction of whoever uses it.</summary>
internal static class SessionWriting
{
    /// <summary>False if it has ended meanwhile, or is another user's.</summary>
    public static async Task<bool> TryUseAsync(TokgateDbContext context, string id, string userId, DateTimeOffset now, TimeSpan idleLifetime)
    {
        var instant = now.ToUnixTimeMilliseconds();
        var idle = (now + idleLifetime).ToUnixTimeMilliseconds();
        return await context.Sql.ExecuteAsync(
            $"""
            update sessions set idle_expires_at = {idle}, last_seen_at = {instant}
            where id = {id} and user_id = {userId} and ended_at is null and expires_at > {instant} and idle_expires_at > {instant}
            """) == 1;
    }
}
