using Tokgate.Server.Clients;

namespace Tokgate.Server.AccessTokens;

internal sealed class CredentialStanding(ClientDirectory clients, TimeProvider time) : ITokenStanding
{
    public const string Name = "credential";

    public string Claim => Name;

    public async ValueTask<bool> StandsAsync(AccessTokenClaims claims, CancellationToken cancellationToken) =>
        await clients.FindAsync(claims.ClientId, cancellationToken) is { IsActive: true } client && client.HasCredential(claims.Standing.Value, time.GetUtcNow());
}
