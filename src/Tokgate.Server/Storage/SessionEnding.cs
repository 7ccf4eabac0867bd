using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Logout;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

/// <summary>The end of sessions, inside the transaction of whoever ends them: with it, or not at all, every client that got tokens there will be told, and the trail says of each that it ended.</summary>
internal static class SessionEnding
{
    public static async Task<int> EndAsync(TokgateDbContext context, string id, AuditEvent audited) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {audited.At.ToUnixTimeMilliseconds()} where id = {id} and ended_at is null returning id as \"Value\"").ToListAsync(),
        audited);

    public static async Task<int> EndAllOfUserAsync(TokgateDbContext context, string userId, AuditEvent audited) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {audited.At.ToUnixTimeMilliseconds()} where user_id = {userId} and ended_at is null returning id as \"Value\"").ToListAsync(),
        audited);

    /// <summary>Those of a user that came through one TikTok app, and not by a sign-in after the instant.</summary>
    public static async Task<int> EndOfAppAsync(TokgateDbContext context, string userId, string tikTokApp, DateTimeOffset before, AuditEvent audited) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>(
            $"update sessions set ended_at = {audited.At.ToUnixTimeMilliseconds()} where user_id = {userId} and tiktok_app = {tikTokApp} and auth_time < {before.ToUnixTimeMilliseconds()} and ended_at is null returning id as \"Value\"").ToListAsync(),
        audited);

    /// <summary>The session that a browser had before another person signed in there.</summary>
    public static async Task<int> EndFormerAsync(TokgateDbContext context, byte[] handleHash, AuditEvent audited) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {audited.At.ToUnixTimeMilliseconds()} where handle_hash = {handleHash} and ended_at is null returning id as \"Value\"").ToListAsync(),
        audited);

    private static async Task<int> TellAsync(TokgateDbContext context, List<string> ended, AuditEvent audited)
    {
        if (ended.Count == 0)
        {
            return 0;
        }

        // The end belongs to the story that the session began with, unless it is part of another: its first grant has that story's name.
        var sessions = await context.Sessions.Where(session => ended.Contains(session.Id)).Select(session => new
        {
            session.Id,
            session.UserId,
            FlowId = context.Grants.Where(grant => grant.SessionId == session.Id).OrderBy(grant => grant.CreatedAt).Select(grant => grant.Id).FirstOrDefault(),
        }).ToListAsync();
        context.AuditEvents.AddRange(sessions.Select(session => AuditRow.Of(audited with { SessionId = session.Id, UserId = session.UserId, FlowId = audited.FlowId ?? session.FlowId })));
        var told = await (from one in context.SessionClients
                          where ended.Contains(one.SessionId)
                          join session in context.Sessions on one.SessionId equals session.Id
                          join client in context.Clients on one.ClientId equals client.Id
                          select new { Notice = new LogoutNotice(one.ClientId, session.UserId, one.SessionId), client.Document }).ToListAsync();
        context.Deliveries.AddRange(told.Select(one => (one.Notice, JsonSerializer.Deserialize(one.Document, StoredJson.Default.Client)?.BackChannelLogoutUri))
            .Where(static one => one.BackChannelLogoutUri is not null).Select(one => Row(one.Notice, new Uri(one.BackChannelLogoutUri!), audited.At))); // not null, as just seen
        await context.SaveChangesAsync();
        return ended.Count;
    }

    private static DeliveryRow Row(LogoutNotice notice, Uri target, DateTimeOffset now) => new()
    {
        Id = RandomId.New(),
        Kind = LogoutNotice.Kind,
        Target = target.AbsoluteUri,
        Host = target.IdnHost + ":" + target.Port,
        Subject = notice.ToText(),
        State = DeliveryRow.Waiting,
        NextAt = now,
        CreatedAt = now,
    };
}
