using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>TikTok: one call gives a new pair, and one ends the grant.</summary>
internal sealed class TikTokCaller(TikTokClient client) : IAppCaller
{
    public TikTokEndpoint Refresh => TikTokEndpoint.Refresh;

    public bool CanRevoke => true;

    public bool RenewsApart => false;

    public Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken token, CancellationToken cancellationToken) => client.RefreshAsync(token, cancellationToken);

    public Task<TikTokResult<DouyinRefreshToken>> RenewAsync(RefreshToken token, CancellationToken cancellationToken) =>
        throw new NotSupportedException("TikTok's refresh gives a new refresh token itself.");

    public Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken token, CancellationToken cancellationToken) => client.RevokeAsync(token, cancellationToken);
}
