using Tokgate.Server.Audit;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Vault;

namespace Tokgate.Server.Vault;

/// <summary>
/// The one way from the vault to a caller, whoever it is: which of a person's grants is meant, the token or why there is none, and who read it. Whether the caller
/// may is decided before.
/// </summary>
internal sealed class TokenDoor(TikTokVault vault, ConnectionDirectory connections, AuditTrail trail)
{
    /// <summary>The grant of a connection: one that can be refreshed before one that cannot, then of the app that is live, then the youngest.</summary>
    public async Task<Grant?> FindAsync(string userId, Connection connection, string? openId, CancellationToken cancellationToken) =>
        (await vault.ListAsync(userId, cancellationToken))
            .Where(grant => string.Equals(grant.Connection, connection.Name, StringComparison.Ordinal) && (openId is null || string.Equals(grant.OpenId, openId, StringComparison.Ordinal)))
            .OrderByDescending(static grant => grant.State is GrantState.Active or GrantState.Ambiguous)
            .ThenByDescending(static grant => grant.State != GrantState.Revoked)
            .ThenByDescending(grant => grant.TikTokApp == connection.Config.LiveApp)
            .ThenByDescending(static grant => grant.AuthorizedAt)
            .FirstOrDefault();

    public Task<IReadOnlyList<Grant>> ListAsync(string userId, CancellationToken cancellationToken) => vault.ListAsync(userId, cancellationToken);

    public Connection? FindConnection(string name) => connections.Find(name);

    /// <summary>The token, with everything that was needed of it, or the refusal.</summary>
    public async Task<(TokenAnswer? Answer, OAuthError? Refusal)> ReadAsync(Grant grant, TokenRequest request, CancellationToken cancellationToken)
    {
        var about = trail.About();
        about.UserId = grant.Owner;
        about.Connection = grant.Connection;
        about.TikTokApp = grant.TikTokApp;
        var answer = await vault.GetAccessTokenAsync(grant.Id, request, cancellationToken);
        if (TokenRefusal.Of(answer) is { } refusal)
        {
            return (null, refusal);
        }

        trail.CountRead(trail.New(AuditNames.TikTokTokenRead) with { Subject = grant.Id });
        return (answer, null);
    }
}
