using Tokgate.Server.Clients;
using Tokgate.Server.Grants;

namespace Tokgate.Server.AccessTokens;

/// <summary>
/// A user's token stands on its grant, which is read every time: a cache would let a token live on after its revocation, and the read is one look into an index.
/// </summary>
internal sealed class GrantStanding(IGrantStore grants, ClientDirectory clients, TimeProvider time) : ITokenStanding
{
    public const string Name = "grant";

    public string Claim => Name;

    public async ValueTask<AccessTokenClaims?> FindAsync(AccessTokenClaims claims, CancellationToken cancellationToken) =>
        await grants.FindAsync(claims.Standing.Value, cancellationToken) is { IsRedeemed: true } grant && grant.IsAlive(time.GetUtcNow())
        && string.Equals(grant.UserId, claims.Subject, StringComparison.Ordinal) && string.Equals(grant.ClientId, claims.ClientId, StringComparison.Ordinal)
        && await clients.FindAsync(grant.ClientId, cancellationToken) is { IsActive: true }
            ? claims with { Grant = grant }
            : null;
}
