namespace Tokgate.Vault;

/// <summary>How the grant stood when a flight ended.</summary>
/// <param name="Grant">Null when it is gone.</param>
/// <param name="Cause">Why TikTok was not asked at all; null when it was, or another asked.</param>
/// <param name="RetryAt">When asking again may help; null when that is the grant's own affair.</param>
internal sealed record RefreshEnd(Grant? Grant, AttemptCause? Cause = null, DateTimeOffset? RetryAt = null);
