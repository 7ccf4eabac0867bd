namespace Tokgate.Vault;

/// <summary>What happened to a grant or to a TikTok app.</summary>
public enum GrantEventKind
{
    /// <summary>A refresh failed, the first since the last success. It is tried again.</summary>
    RefreshFailed,

    /// <summary>A refresh succeeded after others had failed.</summary>
    Recovered,

    /// <summary>The person must sign in again.</summary>
    NeedsReauthorization,

    /// <summary>The refresh token dies soon, and TikTok did not give it more time.</summary>
    Expiring,

    /// <summary>The grant is over: removed at TikTok, disconnected, or deleted.</summary>
    Removed,

    /// <summary>TikTok refused the app's client key or secret; its grants are not refreshed until that is mended.</summary>
    AppPaused,

    /// <summary>TikTok accepts the app again.</summary>
    AppResumed,
}
