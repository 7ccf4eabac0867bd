using Tokgate.Server.Clients;

namespace Tokgate.Server.Management;

/// <summary>A client as the management API tells it, with what a creation may bring.</summary>
internal sealed record ClientView(Client Client)
{
    public IReadOnlyList<ClientSecret> Secrets { get; init; } = [];

    /// <value>A secret that the operator brings along at creation, null to have one made.</value>
    public string? GivenSecret { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public static ClientView Of(RegisteredClient client) => new(client.Client) { Secrets = client.Secrets, CreatedAt = client.CreatedAt, UpdatedAt = client.UpdatedAt };
}
