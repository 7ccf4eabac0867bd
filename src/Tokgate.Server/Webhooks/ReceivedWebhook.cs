using Tokgate.Server.Audit;

namespace Tokgate.Server.Webhooks;

/// <summary>A webhook of TikTok's whose signature holds, and what has to be written about it in one transaction.</summary>
internal sealed record ReceivedWebhook
{
    /// <summary>The same for each delivery of one event.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>How long it could come again.</summary>
    public required DateTimeOffset SeenUntil { get; init; }

    public required string TikTokApp { get; init; }

    /// <value>Null if TikTok named nobody.</value>
    public string? OpenId { get; init; }

    /// <value>For a removal: what began before this ends. Null ends nothing.</value>
    public DateTimeOffset? EndsBefore { get; init; }

    /// <summary>What the trail gets, but for the user.</summary>
    public required AuditEvent Audited { get; init; }

    /// <value>What receivers get, made for the user that it is about, if there is one; null tells nobody.</value>
    public Func<string?, WebhookEvent>? PassedOn { get; init; }
}
