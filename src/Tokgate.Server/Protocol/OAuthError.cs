namespace Tokgate.Server.Protocol;

/// <summary>
/// A refusal in the words of RFC 6749, 5.2, for whoever called the endpoint. Descriptions are ours and fixed: nothing of the request is repeated
/// in them, so nothing can be injected.
/// </summary>
internal sealed record OAuthError(string Code, string Description)
{
    private const string BearerChallenge = "Bearer realm=\"tokgate\"";

    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <value>What the WWW-Authenticate header says; null for none.</value>
    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <value>Of ours, for the audit trail; the description has it too. Null where OAuth's word says it all.</value>
    public string? ErrorId { get; init; }

    /// <value>TikTok's id of the request; null when there was none.</value>
    public string? LogId { get; init; }

    /// <summary>RFC 8628, 3.5: nothing was decided, and the client asks again.</summary>
    public bool IsPending => Code is "authorization_pending" or "slow_down";

    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError Repeated(string name) => new("invalid_request", $"The parameter {AllowedText.Of(name)} was sent more than once.");

    public static OAuthError InvalidClient(bool byHeader) => new("invalid_client", "The client is unknown, or its authentication failed.")
    {
        // RFC 6749, 5.2: 401 is owed to who came with the Authorization header. For others 401 would make browsers ask for a password.
        Status = byHeader ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
        Challenge = byHeader ? "Basic realm=\"tokgate\", charset=\"UTF-8\"" : null,
    };

    /// <summary>No registered code fits: invalid_client would say that the credentials are wrong, and nobody has looked at them. It is Auth0's word.</summary>
    public static OAuthError TooManyRequests(TimeSpan retryAfter) => new("too_many_requests", "Too many requests or failed attempts. Wait before the next one.")
    {
        Status = StatusCodes.Status429TooManyRequests,
        RetryAfter = retryAfter,
    };

    public static OAuthError AccessDenied(string description) => new("access_denied", description);

    public static OAuthError LoginRequired(string description) => new("login_required", description);

    public static OAuthError ConsentRequired(string description) => new("consent_required", description);

    public static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthError InvalidScope(string description) => new("invalid_scope", description);

    public static OAuthError InvalidTarget(string description) => new("invalid_target", description);

    public static OAuthError UnauthorizedClient(string description) => new("unauthorized_client", description);

    public static OAuthError AuthorizationPending(string description) => new("authorization_pending", description);

    public static OAuthError SlowDown { get; } = new("slow_down", "The last request was a moment ago. Wait five seconds longer between two of them from now on.");

    public static OAuthError UnsupportedGrantType { get; } = new("unsupported_grant_type", "The grant type is missing or not supported.");

    public static OAuthError UnsupportedTokenType { get; } = new("unsupported_token_type", "This token cannot be revoked alone. It ends with the secret or key that bought it.");

    /// <summary>RFC 6750, 3.1: who sent nothing is told only that something is needed. The description stays in the body.</summary>
    public static OAuthError BearerMissing { get; } = new("invalid_token", "This endpoint needs an access token in the Authorization header.")
    {
        Status = StatusCodes.Status401Unauthorized,
        Challenge = BearerChallenge,
    };

    public static OAuthError InvalidToken { get; } = Bearer("invalid_token", "The access token is malformed, expired, revoked or not meant for this endpoint.", StatusCodes.Status401Unauthorized);

    public static OAuthError InsufficientScope(string scope)
    {
        var error = Bearer("insufficient_scope", "The access token has not the scope that is needed here.", StatusCodes.Status403Forbidden);
        return error with { Challenge = $"{error.Challenge}, scope=\"{scope}\"" };
    }

    public static OAuthError BearerInvalidRequest(string description) => Bearer("invalid_request", description, StatusCodes.Status400BadRequest);

    private static OAuthError Bearer(string code, string description, int status) => new(code, description)
    {
        Status = status,
        Challenge = $"{BearerChallenge}, error=\"{code}\", error_description=\"{description}\"",
    };

    public static OAuthError TimedOut { get; } = new("temporarily_unavailable", "The server could not answer in time.") { Status = StatusCodes.Status504GatewayTimeout };

    public static OAuthError ServerError(string reference) => new("server_error", $"The server failed. Reference: {reference}")
    {
        Status = StatusCodes.Status500InternalServerError,
    };
}
