using Tokgate.Server.Audit;

namespace Tokgate.Server.Storage;

/// <summary>An event inside the transaction of what it tells of: neither is ever there without the other.</summary>
internal static class AuditWriting
{
    public static Task AddAsync(TokgateDbContext context, AuditEvent audited) => AddAsync(context.Sql, audited);

    public static Task<int> AddAsync(PreparedSql sql, AuditEvent audited) => sql.ExecuteAsync(
        $"""
        insert into audit_events (name, occurred_at, flow_id, user_id, session_id, client_id, connection, tiktok_app, error_id, cause, log_id, address, user_agent, reference, subject, actor, change, count)
        values ({audited.Name}, {audited.At.ToUnixTimeMilliseconds()}, {audited.FlowId}, {audited.UserId}, {audited.SessionId}, {audited.ClientId}, {audited.Connection}, {audited.TikTokApp},
            {audited.ErrorId}, {audited.Cause}, {audited.LogId}, {audited.Address}, {audited.UserAgent}, {audited.Reference}, {audited.Subject}, {audited.Actor}, {audited.Change}, {audited.Count})
        """);

    /// <summary>Goes on as <paramref name="happened"/>, which says whether there is anything to tell.</summary>
    public static async Task<bool> AddAsync(TokgateDbContext context, AuditEvent audited, bool happened)
    {
        if (happened)
        {
            await AddAsync(context, audited);
        }

        return happened;
    }
}
