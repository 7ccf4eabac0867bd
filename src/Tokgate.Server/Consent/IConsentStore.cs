using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Consent;

internal interface IConsentStore
{
    /// <summary>Whether this person has allowed this client exactly these scopes, in whatever order: neither more nor fewer (T-12).</summary>
    Task<bool> HasAllowedAsync(string userId, string clientId, IReadOnlyList<string> scopes, CancellationToken cancellationToken);

    /// <summary>Every scope that this person has ever allowed this client, in whatever company.</summary>
    Task<IReadOnlySet<string>> AllowedScopesAsync(string userId, string clientId, CancellationToken cancellationToken);

    /// <summary>The waiting request taken, the consent remembered, grant and code made: all of it or nothing.</summary>
    Task<ConsentStanding> AllowAsync(byte[] waitingHash, AuthorizedRequest request, Handle code, CancellationToken cancellationToken);
}
