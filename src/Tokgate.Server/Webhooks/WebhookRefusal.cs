namespace Tokgate.Server.Webhooks;

/// <summary>Why a webhook that claims to be TikTok's is not taken. <see cref="Cause"/> is what the trail says; the sender learns the status.</summary>
internal sealed record WebhookRefusal(int Status, string Cause);
