using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize;

/// <summary>A request on its way down the ladder: what was sent, who sent it, and as much of the typed request as the steps have made.</summary>
internal sealed class AuthorizeDraft(Parameters parameters, Client client, AuthorizationRequest request)
{
    public Parameters Parameters { get; } = parameters;

    public Client Client { get; } = client;

    /// <summary>Whether it came by the back channel, from a client that has proved itself.</summary>
    public bool IsPushed { get; init; }

    public AuthorizationRequest Request { get; set; } = request;
}
