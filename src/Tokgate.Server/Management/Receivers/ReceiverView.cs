using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Management.Receivers;

/// <summary>A webhook receiver with what its sealed secrets are called by.</summary>
internal sealed record ReceiverView(WebhookReceiver Receiver, IReadOnlyList<string> Secrets)
{
    public static ReceiverView Empty { get; } = new(new WebhookReceiver { Id = "", Url = "", Events = [], SealedSecrets = [] }, []);

    /// <value>For a new one; null makes one.</value>
    public string? GivenSecret { get; init; }

    public bool IsEnabled => Receiver.DisabledAt is null;

    /// <value>What was asked; null leaves it as it is.</value>
    public bool? WantsEnabled { get; init; }

    public override string ToString() => Receiver.ToString();
}
