
namespace Tokgate.TikTok;

/// <summary>The three-way class of a failure, for those that arrive as exceptions too.</summary>
public static class TikTokOutcomes
{
    /// <summary>Classes an exception that a call of <see cref="TikTokClient"/> or <see cref="DouyinClient"/> threw.</summary>
    /// <param name="exception">What was thrown: of the transport, a time-out, or <see cref="TikTokProtocolException"/>.</param>
    /// <param name="endpoint">What was being asked.</param>
    /// <returns>
    /// <see cref="TikTokOutcome.Retryable"/> when the request cannot have left (no name, no connection, no TLS) or a repetition is harmless;
    /// <see cref="TikTokOutcome.Ambiguous"/> for anything later on a call that spends something; <see cref="TikTokOutcome.Terminal"/> for
    /// exceptions that do not come from the wire at all.
    /// </returns>
    public static TikTokOutcome Of(Exception exception, TikTokEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(exception);

        return exception switch
        {
            TikTokProtocolException protocol => protocol.Outcome,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
            } => TikTokOutcome.Retryable,
            HttpRequestException or IOException or OperationCanceledException or TimeoutException => Unanswered(endpoint),
            _ => TikTokOutcome.Terminal,
        };
    }

    /// <summary>Whether the same request may be sent twice without harm.</summary>
    internal static bool IsRepeatable(TikTokEndpoint endpoint) =>
        endpoint is not (TikTokEndpoint.Exchange or TikTokEndpoint.Refresh or TikTokEndpoint.Revoke or TikTokEndpoint.CheckQrCode
            or TikTokEndpoint.DouyinExchange or TikTokEndpoint.DouyinRenewal);

    /// <summary>The request left and no usable answer came.</summary>
    internal static TikTokOutcome Unanswered(TikTokEndpoint endpoint) =>
        IsRepeatable(endpoint) ? TikTokOutcome.Retryable : TikTokOutcome.Ambiguous;

    /// <summary>An answer came that cannot be read.</summary>
    internal static TikTokOutcome Unreadable(TikTokEndpoint endpoint, int status, TikTokProtocolFailure kind) => status switch
    {
        429 => TikTokOutcome.Retryable,
        >= 500 => Unanswered(endpoint),
        _ when !IsRepeatable(endpoint) => TikTokOutcome.Ambiguous,
        // Cut or garbled on the way: the next one may be whole. A status of 3xx or 4xx, or a missing field, will not change by asking.
        _ when kind == TikTokProtocolFailure.Body => TikTokOutcome.Retryable,
        _ => TikTokOutcome.Terminal,
    };

    /// <summary>TikTok answered with an error of its own.</summary>
    internal static TikTokOutcome Refused(TikTokEndpoint endpoint, int? status, string code) => (status, code) switch
    {
        (429, _) or (_, TikTokErrorCodes.RateLimitExceeded) => TikTokOutcome.Retryable,
        ( >= 500, _) => Unanswered(endpoint),
        (_, TikTokErrorCodes.TemporarilyUnavailable) => TikTokOutcome.Retryable,
        (_, TikTokErrorCodes.ServerError or TikTokErrorCodes.InternalError) => Unanswered(endpoint),
        _ => TikTokOutcome.Terminal,
    };
}
