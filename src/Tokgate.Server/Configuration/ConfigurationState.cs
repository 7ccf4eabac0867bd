using System.Security.Cryptography;
using System.Text;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Configuration;

/// <summary>Everything that a document may speak of, as it stands at one moment.</summary>
internal sealed record ConfigurationState(IReadOnlyList<RegisteredClient> Clients, IReadOnlyList<StoredConnection> Connections, IReadOnlyList<WebhookReceiver> Receivers)
{
    /// <summary>Another one as soon as any of it has changed: what was planned on one state is not applied to another.</summary>
    public string Digest()
    {
        var text = new StringBuilder();
        foreach (var client in Clients)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"client {client.Id} {client.Client.Version} {string.Join(' ', client.Secrets.Select(static secret => $"{secret.Id}:{secret.ExpiresAt?.ToUnixTimeMilliseconds()}"))}\n");
        }

        foreach (var connection in Connections)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"connection {connection.Config.Id} {connection.Config.Version}\n");
        }

        foreach (var receiver in Receivers)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"receiver {receiver.Id} {receiver.Url} {string.Join(' ', receiver.Events)} {receiver.DisabledCause} {Convert.ToHexStringLower(SHA256.HashData(receiver.SealedSecrets))}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
