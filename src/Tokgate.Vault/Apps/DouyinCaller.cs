using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>Douyin: a refresh prolongs the access token and spends nothing, the refresh token is renewed apart, and nothing ends a grant but the person.</summary>
internal sealed class DouyinCaller(DouyinClient client) : IAppCaller
{
    public TikTokEndpoint Refresh => TikTokEndpoint.DouyinRefresh;

    public bool CanRevoke => false;

    public bool RenewsApart => true;

    public Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken token, CancellationToken cancellationToken) => client.RefreshAsync(token, cancellationToken);

    public Task<TikTokResult<DouyinRefreshToken>> RenewAsync(RefreshToken token, CancellationToken cancellationToken) => client.RenewRefreshTokenAsync(token, cancellationToken);

    public Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken token, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Douyin has no call that ends a grant.");
}
