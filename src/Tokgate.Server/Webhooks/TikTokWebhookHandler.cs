using System.Globalization;
using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Webhooks;

/// <summary>What a webhook of TikTok's means here.</summary>
internal sealed class TikTokWebhookHandler(ITikTokWebhookStore store, TikTokVault vault, ReceiverDirectory receivers, AuditTrail trail, TimeProvider time)
{
    // Longer than TikTok delivers and longer than we would take it: a day more costs a row of forty bytes.
    private static readonly TimeSpan SeenFor = TikTokWebhookGate.RemovalLifetime + TimeSpan.FromDays(1);

    public async Task HandleAsync(Connection connection, TikTokWebhookEvent told, CancellationToken cancellationToken)
    {
        var hash = Convert.FromHexString(told.DeduplicationKey);
        if (await store.HasSeenAsync(hash, cancellationToken))
        {
            return;
        }

        var removal = told as TikTokAuthorizationRemovedEvent;
        if (removal is { OpenId: { } openId })
        {
            // A write of its own, before the one that remembers: who dies in between is told again, and what is ended already stays so. Nobody's token, as TikTok may hang up.
            await vault.RemoveAsync(new GrantRemoval(removal.ClientKey, openId, removal.CreatedAt, removal.Reason), CancellationToken.None);
        }

        await store.TryReceiveAsync(new ReceivedWebhook
        {
            Hash = hash,
            SeenUntil = time.GetUtcNow() + SeenFor,
            TikTokApp = told.ClientKey,
            OpenId = told.OpenId,

            // TikTok counts in whole seconds: what began within the second of the removal began before it. What an application of the same developer revoked (we ourselves, mostly, when
            // somebody disconnects on their account page) is no word of the person's, and takes nobody's session.
            EndsBefore = removal is null or { Reason: TikTokRemovalReason.DeveloperRevoked } ? null : told.CreatedAt + TimeSpan.FromSeconds(1),
            Audited = trail.New(removal is null ? AuditNames.WebhookReceived : AuditNames.AuthorizationRemoved) with
            {
                Connection = connection.Name,
                TikTokApp = told.ClientKey,
                Cause = removal is null ? AuditText.Clean(told.Name, AuditText.MaxWord) : Reason(removal.Reason),
            },
            PassedOn = receivers.Wants(WebhookTypes.TikTokEvent) ? userId => PassOn(connection, told, userId) : null,
        });
    }

    private static string Reason(TikTokRemovalReason reason) => reason switch
    {
        TikTokRemovalReason.UserDisconnected => "user_disconnected",
        TikTokRemovalReason.AccountDeleted => "account_deleted",
        TikTokRemovalReason.AgeChanged => "age_changed",
        TikTokRemovalReason.AccountBanned => "account_banned",
        TikTokRemovalReason.DeveloperRevoked => "developer_revoked",
        _ => "unknown",
    };

    // Only what is documented, and the person only if it is one that we know: TikTok's own example has an access token in the place of the open_id.
    private WebhookEvent PassOn(Connection connection, TikTokWebhookEvent told, string? userId) => WebhookEvent.New(
        id: null,
        WebhookTypes.TikTokEvent,
        time.GetUtcNow(),
        ("event", AuditText.Clean(told.Name, AuditText.MaxWord)),
        ("connection", connection.Name),
        ("tiktok_app", told.ClientKey),
        ("user_id", userId),
        ("open_id", userId is null ? null : told.OpenId),
        ("created_at", WebhookEvent.Text(told.CreatedAt)),
        ("reason", told switch { TikTokAuthorizationRemovedEvent removed => Reason(removed.Reason), TikTokPostEvent post => Word(post.FailureReason), _ => null }),
        ("publish_id", Word((told as TikTokPostEvent)?.PublishId)),
        ("publish_type", Word((told as TikTokPostEvent)?.PublishType)),
        ("post_id", Word((told as TikTokPostEvent)?.PostId)),
        ("share_id", Word((told as TikTokVideoKitEvent)?.ShareId)),
        ("request_id", (told as TikTokPortabilityReadyEvent)?.RequestId?.ToString(CultureInfo.InvariantCulture)));

    private static string? Word(string? text) => AuditText.Clean(text, AuditText.MaxWord);
}
