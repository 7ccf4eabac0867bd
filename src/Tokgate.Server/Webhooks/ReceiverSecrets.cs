using System.Text;
using Tokgate.Vault;

namespace Tokgate.Server.Webhooks;

/// <summary>How receivers' secrets stand in their rows: sealed under the master key and bound to the receiver, so that rows cannot lend each other theirs.</summary>
internal sealed class ReceiverSecrets(MasterKeyRing ring)
{
    public const int Most = 2;

    private readonly SealingKey key = ring.Derive("webhook-receivers");

    public byte[] Seal(string receiverId, IEnumerable<WebhookSecret> secrets) =>
        key.Seal(Encoding.UTF8.GetBytes(string.Join(' ', secrets.Select(static secret => secret.Reveal()))), Place(receiverId));

    /// <summary>Empty if they were sealed for another receiver, or changed.</summary>
    public IReadOnlyList<WebhookSecret> Open(string receiverId, byte[] box) => key.TryOpen(box, Place(receiverId), out var plain)
        ? [.. Encoding.UTF8.GetString(plain).Split(' ').Select(static text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>()]
        : [];

    private static byte[] Place(string receiverId) => Encoding.UTF8.GetBytes("webhook-receivers/" + receiverId);
}
