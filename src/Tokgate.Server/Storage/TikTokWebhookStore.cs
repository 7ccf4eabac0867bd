using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Storage;

internal sealed class TikTokWebhookStore(IDbContextFactory<TokgateDbContext> contexts, IWriteDoor door, AuditTrail trail, DeliveryBell bell) : ITikTokWebhookStore, IExpiringRows
{
    public async Task<bool> HasSeenAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SeenWebhooks.AnyAsync(row => row.Hash == hash, cancellationToken);
    }

    public async Task<bool> TryReceiveAsync(ReceivedWebhook received)
    {
        var ended = trail.New(AuditNames.SessionEnded) with { Connection = received.Audited.Connection, TikTokApp = received.TikTokApp, Cause = received.Audited.Cause };

        // Nobody's token: TikTok may hang up, and what it said stays said.
        var isFirst = await door.WriteAsync(context => ReceiveAsync(context, received, ended), CancellationToken.None);
        bell.Ring();
        return isFirst;
    }

    public ExpiringRows Expiring => new("seen_webhooks", "hash", "expires_at");

    private static async Task<bool> ReceiveAsync(TokgateDbContext context, ReceivedWebhook received, AuditEvent ended)
    {
        // With all that follows or not at all: who dies in between is told again by TikTok, and finds nothing seen.
        if (await context.Sql.ExecuteAsync($"insert into seen_webhooks (hash, expires_at) values ({received.Hash}, {received.SeenUntil.ToUnixTimeMilliseconds()}) on conflict do nothing") == 0)
        {
            return false;
        }

        var userId = received.OpenId is null ? null : await context.Sql.FirstAsync(
            $"select user_id from identities where tiktok_app = {received.TikTokApp} and open_id = {received.OpenId}", static row => row.GetString(0), CancellationToken.None);
        if (userId is not null && received.EndsBefore is { } before)
        {
            await WithdrawAsync(context, userId, received.TikTokApp, before, ended with { UserId = userId });
        }

        await AuditWriting.AddAsync(context, received.Audited with { UserId = userId });
        if (received.PassedOn is { } passedOn)
        {
            await WebhookWriting.AddAsync(context, passedOn(userId));
        }

        return true;
    }

    // Grants that need their session die with it. The others are the person's too, and the person has withdrawn; where the session is deleted already nobody can tell through which of
    // their accounts a grant came, and then it ends as well.
    private static async Task WithdrawAsync(TokgateDbContext context, string userId, string tikTokApp, DateTimeOffset before, AuditEvent ended)
    {
        var (now, limit) = (ended.At.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds());
        await context.Sql.ExecuteAsync(
            $"""
            update grants set revoked_at = {now} where user_id = {userId} and revoked_at is null and auth_time < {limit}
                and (session_id in (select id from sessions where user_id = {userId} and tiktok_app = {tikTokApp}) or not exists (select 1 from sessions where sessions.id = grants.session_id))
            """);
        await SessionEnding.EndOfAppAsync(context, userId, tikTokApp, before, ended);
    }
}
