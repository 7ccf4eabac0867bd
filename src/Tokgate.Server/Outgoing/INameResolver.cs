using System.Net;

namespace Tokgate.Server.Outgoing;

/// <summary>The machine's resolver; tests put one there that changes its mind.</summary>
internal interface INameResolver
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
