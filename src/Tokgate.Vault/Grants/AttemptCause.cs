namespace Tokgate.Vault;

/// <summary>How an attempt at TikTok ended, or why a grant is as it is.</summary>
public enum AttemptCause
{
    /// <summary>It is under way, or its process died before it could say more.</summary>
    Open,

    /// <summary>It is under way; the one before it was never closed, so its refresh token may be spent.</summary>
    OpenAfterAbandoned,

    /// <summary>TikTok gave a new pair.</summary>
    Succeeded,

    /// <summary>TikTok says that the refresh token is used up, expired or revoked.</summary>
    RefreshTokenRefused,

    /// <summary>There is no refresh token to ask with.</summary>
    RefreshTokenMissing,

    /// <summary>The refresh token's time was over before TikTok answered clearly.</summary>
    RefreshTokenExpired,

    /// <summary>TikTok refused client key or secret. No grant is to blame.</summary>
    AppRefused,

    /// <summary>The application has no TikTok app of this client key.</summary>
    AppUnknown,

    /// <summary>TikTok refused the request for another reason, which asking again may not change.</summary>
    RequestRefused,

    /// <summary>Too many requests. Nothing was changed.</summary>
    RateLimited,

    /// <summary>TikTok could not be reached, or said that it is down for the moment. Nothing was changed.</summary>
    UpstreamUnavailable,

    /// <summary>The request left and no answer came.</summary>
    AnswerLost,

    /// <summary>An answer came that cannot be read.</summary>
    AnswerUnreadable,

    /// <summary>TikTok answered with an error of its own making (5xx).</summary>
    UpstreamError,

    /// <summary>The answer was about another user; its tokens were discarded.</summary>
    OtherUser,

    /// <summary>The stored token cannot be opened. Nothing was sent.</summary>
    SealBroken,

    /// <summary>The attempt came too close to the end of its lease. Nothing was sent.</summary>
    LeaseTooShort,

    /// <summary>The person ended the grant at TikTok.</summary>
    RemovedAtTikTok,

    /// <summary>The grant was ended on our side.</summary>
    Disconnected,

    /// <summary>No attempt: the database came back from a backup, and TikTok may have spent the refresh token since.</summary>
    Restored,
}
