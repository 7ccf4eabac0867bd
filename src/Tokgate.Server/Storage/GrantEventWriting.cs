using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Audit;
using Tokgate.Server.Webhooks;
using Tokgate.Vault;
using Tokgate.Vault.EntityFrameworkCore;

namespace Tokgate.Server.Storage;

/// <summary>What happens to grants, told to the trail and to receivers in the vault's own transaction.</summary>
internal sealed class GrantEventWriting(ReceiverDirectory receivers) : IGrantEventWriter
{
    public async Task WriteAsync(DbContext context, IReadOnlyList<GrantEvent> events, CancellationToken cancellationToken = default)
    {
        var ours = (TokgateDbContext)context; // it came through our own door

        // One, or as many as a person has grants of one app.
        foreach (var happened in events)
        {
            await AuditWriting.AddAsync(ours, ToAudit(happened));
            if (TypeOf(happened.Kind) is var type && receivers.Wants(type))
            {
                await WebhookWriting.AddAsync(ours, ToWebhook(happened, type));
                ours.HasNews = true;
            }
        }
    }

    // Of no request: behind the door of SQLite whose request runs is chance.
    private static AuditEvent ToAudit(GrantEvent happened) => new(NameOf(happened.Kind))
    {
        At = happened.At,
        UserId = happened.Owner,
        Connection = happened.Connection,
        TikTokApp = happened.TikTokApp,
        Subject = happened.GrantId,
        Cause = Word(happened.RemovalReason) ?? Word(happened.Cause),
        LogId = happened.LogId,
    };

    private static string NameOf(GrantEventKind kind) => kind switch
    {
        GrantEventKind.RefreshFailed => AuditNames.TikTokGrantRefreshFailed,
        GrantEventKind.Recovered => AuditNames.TikTokGrantRecovered,
        GrantEventKind.NeedsReauthorization => AuditNames.TikTokGrantNeedsReauthorization,
        GrantEventKind.Expiring => AuditNames.TikTokGrantExpiring,
        GrantEventKind.Removed => AuditNames.TikTokGrantRemoved,
        GrantEventKind.AppPaused => AuditNames.TikTokAppPaused,
        GrantEventKind.AppResumed => AuditNames.TikTokAppResumed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of event that has no name."),
    };

    private static string TypeOf(GrantEventKind kind) => kind switch
    {
        GrantEventKind.RefreshFailed => WebhookTypes.GrantRefreshFailed,
        GrantEventKind.Recovered => WebhookTypes.GrantRecovered,
        GrantEventKind.NeedsReauthorization => WebhookTypes.GrantNeedsReauthorization,
        GrantEventKind.Expiring => WebhookTypes.GrantExpiring,
        GrantEventKind.Removed => WebhookTypes.GrantRemoved,
        GrantEventKind.AppPaused => WebhookTypes.AppPaused,
        GrantEventKind.AppResumed => WebhookTypes.AppResumed,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of event that has no type."),
    };

    private static WebhookEvent ToWebhook(GrantEvent happened, string type) => WebhookEvent.New(
        happened.Id,
        type,
        happened.At,
        ("grant_id", happened.GrantId),
        ("user_id", happened.Owner),
        ("connection", happened.Connection),
        ("tiktok_app", happened.TikTokApp),
        ("open_id", happened.OpenId),
        ("cause", Word(happened.Cause)),
        ("reason", Word(happened.RemovalReason)),
        ("log_id", happened.LogId),
        ("refresh_expires_at", happened.RefreshExpiresAt is { } at ? WebhookEvent.Text(at) : null));

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()).Replace("tik_tok", "tiktok", StringComparison.Ordinal) : null;
}
