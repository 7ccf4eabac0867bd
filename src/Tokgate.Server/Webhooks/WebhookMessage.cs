namespace Tokgate.Server.Webhooks;

/// <summary>An event and the secrets that it is signed with for one receiver.</summary>
internal sealed record WebhookMessage(string Body, byte[] SealedSecrets)
{
    public override string ToString() => nameof(WebhookMessage);
}
