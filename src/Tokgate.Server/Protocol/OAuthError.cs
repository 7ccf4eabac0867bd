namespace Tokgate.Server.Protocol;

/// <summary>
/// A refusal in the words of RFC 6749, 5.2, for whoever called the endpoint. Descriptions are ours and fixed: nothing of the request is repeated
/// in them, so nothing can be injected.
/// </summary>
internal sealed record OAuthError(string Code, string Description)
{
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <value>What the WWW-Authenticate header says; null for none.</value>
    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static OAuthError InvalidRequest(string description) => new("invalid_request", description);

    public static OAuthError Repeated(string name) => new("invalid_request", $"The parameter {AllowedText.Of(name)} was sent more than once.");

    public static OAuthError InvalidClient(bool byHeader) => new("invalid_client", "The client is unknown, or its authentication failed.")
    {
        // RFC 6749, 5.2: 401 is owed to who came with the Authorization header. For others 401 would make browsers ask for a password.
        Status = byHeader ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
        Challenge = byHeader ? "Basic realm=\"tokgate\", charset=\"UTF-8\"" : null,
    };

    public static OAuthError SlowDown(TimeSpan retryAfter) => new("invalid_client", "Too many failed attempts. Wait before the next one.")
    {
        Status = StatusCodes.Status429TooManyRequests,
        RetryAfter = retryAfter,
    };

    public static OAuthError InvalidGrant(string description) => new("invalid_grant", description);

    public static OAuthError InvalidScope(string description) => new("invalid_scope", description);

    public static OAuthError InvalidTarget(string description) => new("invalid_target", description);

    public static OAuthError UnauthorizedClient(string description) => new("unauthorized_client", description);

    public static OAuthError UnsupportedGrantType { get; } = new("unsupported_grant_type", "The grant type is missing or not supported.");

    public static OAuthError ServerError(string reference) => new("server_error", $"The server failed. Reference: {reference}")
    {
        Status = StatusCodes.Status500InternalServerError,
    };
}
