using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Logout;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Storage;

/// <summary>The end of sessions, inside the transaction of whoever ends them: with it, or not at all, every client that got tokens there will be told.</summary>
internal static class SessionEnding
{
    public static async Task<int> EndAsync(TokgateDbContext context, string id, DateTimeOffset now) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {now.ToUnixTimeMilliseconds()} where id = {id} and ended_at is null returning id as \"Value\"").ToListAsync(),
        now);

    public static async Task<int> EndAllOfUserAsync(TokgateDbContext context, string userId, DateTimeOffset now) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {now.ToUnixTimeMilliseconds()} where user_id = {userId} and ended_at is null returning id as \"Value\"").ToListAsync(),
        now);

    /// <summary>The session that a browser had before another person signed in there.</summary>
    public static async Task<int> EndFormerAsync(TokgateDbContext context, byte[] handleHash, DateTimeOffset now) => await TellAsync(
        context,
        await context.Database.SqlQuery<string>($"update sessions set ended_at = {now.ToUnixTimeMilliseconds()} where handle_hash = {handleHash} and ended_at is null returning id as \"Value\"").ToListAsync(),
        now);

    private static async Task<int> TellAsync(TokgateDbContext context, List<string> ended, DateTimeOffset now)
    {
        if (ended.Count == 0)
        {
            return 0;
        }

        var found = await (from told in context.SessionClients
                           where ended.Contains(told.SessionId)
                           join session in context.Sessions on told.SessionId equals session.Id
                           join client in context.Clients on told.ClientId equals client.Id
                           select new { Notice = new LogoutNotice(told.ClientId, session.UserId, told.SessionId), client.Document }).ToListAsync();
        var rows = found.Select(one => (one.Notice, JsonSerializer.Deserialize(one.Document, StoredJson.Default.Client)?.BackChannelLogoutUri))
            .Where(static one => one.BackChannelLogoutUri is not null).Select(one => Row(one.Notice, new Uri(one.BackChannelLogoutUri!), now)).ToList(); // not null, as just seen
        if (rows.Count > 0)
        {
            context.Deliveries.AddRange(rows);
            await context.SaveChangesAsync();
        }

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
