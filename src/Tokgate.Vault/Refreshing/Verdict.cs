using Tokgate.TikTok;

namespace Tokgate.Vault;

/// <summary>What TikTok's answer to a refresh, or its absence, means for the grant. The whole table of outcomes but the comparing of users and generations.</summary>
internal sealed record Verdict(AttemptCause Cause, string? LogId)
{
    public TikTokTokens? Tokens { get; init; }

    /// <summary>Null leaves the grant's state.</summary>
    public GrantState? State { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The refresh token has a deadline of its own, which refreshes do not move.</summary>
    public bool RenewsApart { get; init; }

    /// <summary>No grant is to blame.</summary>
    public bool PausesApp => Cause == AttemptCause.AppRefused;

    public static Verdict Of(TikTokResult<TikTokTokens> result) =>
        result.IsSuccess ? new Verdict(AttemptCause.Succeeded, result.LogId) { Tokens = result.Value } : Of(result.Error);

    public static Verdict Of(TikTokError error) => error switch
    {
        { IsReauthenticationRequired: true } => new Verdict(AttemptCause.RefreshTokenRefused, error.LogId) { State = GrantState.NeedsReauthorization },
        { IsRateLimited: true } => new Verdict(AttemptCause.RateLimited, error.LogId) { RetryAfter = error.RetryAfter },
        { Outcome: TikTokOutcome.Ambiguous } => new Verdict(AttemptCause.UpstreamError, error.LogId) { State = GrantState.Ambiguous, RetryAfter = error.RetryAfter },
        { Outcome: TikTokOutcome.Retryable } => new Verdict(AttemptCause.UpstreamUnavailable, error.LogId) { RetryAfter = error.RetryAfter },

        // Only what is about the app alone: an imported token that TikTok calls malformed must not stop everybody else's grants.
        { Code: TikTokErrorCodes.InvalidClient or TikTokErrorCodes.UnauthorizedClient or TikTokErrorCodes.UnsupportedGrantType } => new Verdict(AttemptCause.AppRefused, error.LogId),
        _ => new Verdict(AttemptCause.RequestRefused, error.LogId),
    };

    /// <summary>Whatever was thrown on the way: unless nothing can have left, the refresh token may be spent.</summary>
    public static Verdict Of(Exception exception, TikTokEndpoint endpoint) => exception switch
    {
        TikTokProtocolException { Outcome: TikTokOutcome.Retryable, Status: not 429 } broken => new Verdict(AttemptCause.UpstreamUnavailable, broken.LogId) { RetryAfter = broken.RetryAfter },
        TikTokProtocolException { Outcome: TikTokOutcome.Retryable } limited => new Verdict(AttemptCause.RateLimited, limited.LogId) { RetryAfter = limited.RetryAfter },
        TikTokProtocolException unreadable => new Verdict(unreadable.Status >= 500 ? AttemptCause.UpstreamError : AttemptCause.AnswerUnreadable, unreadable.LogId)
        {
            State = GrantState.Ambiguous,
            RetryAfter = unreadable.RetryAfter,
        },
        _ when TikTokOutcomes.Of(exception, endpoint) == TikTokOutcome.Retryable => new Verdict(AttemptCause.UpstreamUnavailable, null),
        _ => new Verdict(AttemptCause.AnswerLost, null) { State = GrantState.Ambiguous },
    };
}
