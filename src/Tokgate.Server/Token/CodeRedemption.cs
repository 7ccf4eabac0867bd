using Tokgate.Server.Clients;
using Tokgate.Server.Grants;

namespace Tokgate.Server.Token;

/// <summary>A grant whose code is good becomes tokens, once, on whatever node: the end of every grant type that begins with a sign-in.</summary>
internal sealed class CodeRedemption(IGrantStore grants, UserTokens tokens, TimeProvider time)
{
    /// <summary>Null for all but the first.</summary>
    public async ValueTask<TokenResponse?> RunAsync(Client client, Grant grant, CancellationToken cancellationToken)
    {
        var redemption = Redemption(client, grant);
        return await grants.TryRedeemAsync(redemption, cancellationToken)
            ? await tokens.IssueAsync(client, grant, redemption.ExpiresAt, grant.Scopes, redemption.RefreshToken?.Reveal(), grant.Nonce, cancellationToken)
            : null;
    }

    private Redemption Redemption(Client client, Grant grant)
    {
        var now = time.GetUtcNow();
        return client.Allows(GrantTypes.RefreshToken) && (grant.IsOffline || client.HasSessionRefreshTokens)
            ? new Redemption(grant.Id, now + client.RefreshTokenLifetime, RefreshHandle.New(), now + client.RefreshTokenIdleLifetime, client.BackChannelLogoutUri is not null)
            : new Redemption(grant.Id, now + client.AccessTokenLifetime, null, default, client.BackChannelLogoutUri is not null);
    }
}
