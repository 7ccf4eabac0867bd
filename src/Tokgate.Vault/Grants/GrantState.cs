namespace Tokgate.Vault;

/// <summary>What can be said about a grant. <see cref="Grant.LastAttempt"/> has the cause.</summary>
public enum GrantState
{
    /// <summary>It can be refreshed.</summary>
    Active,

    /// <summary>A refresh was sent and its answer is lost: TikTok may have spent the refresh token. It is tried again until TikTok answers clearly.</summary>
    Ambiguous,

    /// <summary>It cannot be refreshed any more; the person must sign in again. The access token serves on while it lives.</summary>
    NeedsReauthorization,

    /// <summary>Ended: by the person at TikTok, or by us. No token is given out.</summary>
    Revoked,
}
