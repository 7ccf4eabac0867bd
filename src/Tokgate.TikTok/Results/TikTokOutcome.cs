namespace Tokgate.TikTok;

/// <summary>What a failure means for whoever wants to try again.</summary>
public enum TikTokOutcome
{
    /// <summary>Asking the same again gives the same answer.</summary>
    Terminal,

    /// <summary>Nothing was changed at TikTok, or a repetition is harmless: wait and ask again.</summary>
    Retryable,

    /// <summary>TikTok may have done what was asked, and its answer is lost: a code or a refresh token may be spent.</summary>
    Ambiguous,
}
