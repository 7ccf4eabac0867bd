namespace Tokgate.TikTok;

/// <summary>What a webhook's signature says.</summary>
public enum TikTokWebhookVerdict
{
    // First, so that a verification nobody made is not a valid one.
    /// <summary>There is no signature.</summary>
    Missing,

    /// <summary>The header is not of the form <c>t=…,s=…</c>.</summary>
    Malformed,

    /// <summary>Not signed with this secret, or changed on the way.</summary>
    Mismatch,

    /// <summary>Signed with this secret, but too long ago, or in the future.</summary>
    Stale,

    /// <summary>Signed with this secret, and fresh.</summary>
    Valid,
}
