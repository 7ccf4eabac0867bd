using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Configuration;

/// <summary>What a plan comes to in rows. Each names what it was made from: if that is not there any more in this version, none of them is written.</summary>
internal sealed class ConfigurationWrites
{
    public List<ClientWrite> Clients { get; } = [];

    public List<ConnectionWrite> Connections { get; } = [];

    public List<ReceiverWrite> Receivers { get; } = [];

    /// <param name="Before">Null makes it.</param>
    /// <param name="After">Null removes it; the same as before if only its secret is new.</param>
    /// <param name="Secret">A new one.</param>
    /// <param name="FormerUntil">How long the youngest secret before it lives on.</param>
    /// <param name="Change">For the trail.</param>
    internal sealed record ClientWrite(RegisteredClient? Before, Client? After, ClientSecret? Secret, DateTimeOffset FormerUntil, string Change);

    /// <param name="Before">Null makes it.</param>
    /// <param name="After">Null removes it.</param>
    /// <param name="Freed">Client keys of apps that go.</param>
    /// <param name="Change">For the trail.</param>
    internal sealed record ConnectionWrite(StoredConnection? Before, StoredConnection? After, IReadOnlyCollection<string> Freed, string Change);

    /// <param name="Before">Null makes it.</param>
    /// <param name="After">Null removes it.</param>
    /// <param name="Change">For the trail.</param>
    internal sealed record ReceiverWrite(WebhookReceiver? Before, WebhookReceiver? After, string Change);
}
