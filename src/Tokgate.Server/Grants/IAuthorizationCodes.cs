using Tokgate.Server.Protocol;

namespace Tokgate.Server.Grants;

internal interface IAuthorizationCodes
{
    /// <summary>A code in a write of its own. Who has a transaction anyway adds it there, by Storage's GrantWriting.</summary>
    Task<Handle> IssueAsync(AuthorizedRequest request, CancellationToken cancellationToken);
}
