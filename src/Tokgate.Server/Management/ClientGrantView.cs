using Tokgate.Server.Apis;
using Tokgate.Server.Clients;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Management;

/// <summary>One API of a client's registration.</summary>
internal sealed record ClientGrantView(RegisteredClient Client, string Audience, IReadOnlyList<string> Scopes)
{
    public static ClientGrantView Empty { get; } = new(new RegisteredClient(ClientShape.Empty.Client, []), "", []);

    /// <value>Whose it shall be; looked up when it is made.</value>
    public string ClientId { get; init; } = Client.Id;

    /// <summary>The whole registration with this grant in it, or without it.</summary>
    public Client Registration(bool isGone = false)
    {
        var client = Client.Client;
        var others = client.Audiences.Where(audience => audience.Audience != Audience);
        IReadOnlyList<ClientAudience> audiences = isGone ? [.. others] : [.. others, new ClientAudience(Audience, Scopes)];
        var takesCredentials = client.Type != ClientType.Public && audiences.Count > 0 && !client.Allows(GrantTypes.ClientCredentials);
        return client with { Audiences = audiences, GrantTypes = takesCredentials ? [.. client.GrantTypes, GrantTypes.ClientCredentials] : client.GrantTypes };
    }

    public IReadOnlyList<Fault> Faults(ApiDirectory apis, TargetRules targets)
    {
        if (Audience.Length == 0)
        {
            return [new Fault("audience", "must be there")];
        }

        if (apis.Fault(Audience, Scopes) is { } unknown)
        {
            return [new Fault("scope", unknown)];
        }

        // Of a client that is not looked up yet nothing can be said.
        return Client.Id.Length == 0 ? [] : [.. ClientRules.Faults(Registration(), targets).Select(static fault => new Fault("", fault))];
    }
}
