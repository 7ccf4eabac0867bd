using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>What a grant needs of the service that it was given at.</summary>
internal interface IAppCaller
{
    /// <summary>How a refresh without an answer is to be judged.</summary>
    TikTokEndpoint Refresh { get; }

    /// <summary>Whether a grant can be ended by a call.</summary>
    bool CanRevoke { get; }

    /// <summary>Whether a refresh leaves the refresh token as it is, so that it is renewed by a call of its own.</summary>
    bool RenewsApart { get; }

    Task<TikTokResult<TikTokTokens>> RefreshAsync(RefreshToken token, CancellationToken cancellationToken);

    /// <exception cref="NotSupportedException"><see cref="RenewsApart"/> says no.</exception>
    Task<TikTokResult<DouyinRefreshToken>> RenewAsync(RefreshToken token, CancellationToken cancellationToken);

    /// <exception cref="NotSupportedException"><see cref="CanRevoke"/> says no.</exception>
    Task<TikTokResult<TikTokRevocation>> RevokeAsync(AccessToken token, CancellationToken cancellationToken);
}
