using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

/// <summary>What a grant gets: a caller that has proved itself and may use this grant, and the request.</summary>
internal sealed record TokenRequestContext(AuthenticatedClient Caller, Parameters Form)
{
    /// <summary>The caller's own name for itself, as it came.</summary>
    public string? UserAgent { get; init; }

    public Client Client => Caller.Client;
}
