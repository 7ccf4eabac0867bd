namespace Tokgate.Vault;

/// <summary>Whether there is a token, and if not, what helps.</summary>
public enum TokenStanding
{
    /// <summary>There is one.</summary>
    Active,

    /// <summary>There is no such grant.</summary>
    NotFound,

    /// <summary>The person must sign in again.</summary>
    NeedsReauthorization,

    /// <summary>The grant was ended.</summary>
    Revoked,

    /// <summary>Not now; ask again after <see cref="TokenAnswer.RetryAfter"/>.</summary>
    Unavailable,
}
