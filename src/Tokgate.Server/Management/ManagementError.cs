using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>How the management API says no: Auth0's members, so that its clients read them, and beside them what to do.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Auth0's <c>errorCode</c>: for programs.</param>
/// <param name="Message">What is wrong, for people.</param>
internal sealed record ManagementError(int Status, string Code, string Message)
{
    /// <summary>What to do about it; null if the message says it.</summary>
    public string? Advice { get; init; }

    /// <value>Members or parameters with what is wrong in each.</value>
    public IReadOnlyList<Fault> Details { get; init; } = [];

    public string? ErrorId { get; init; }

    public string? LogId { get; init; }

    public string? Challenge { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For what refuses in OAuth's words already.</summary>
    public static ManagementError Of(OAuthError error) => new(error.Status, error.Code, error.Description)
    {
        ErrorId = error.ErrorId,
        LogId = error.LogId,
        Challenge = error.Challenge,
        RetryAfter = error.RetryAfter,
        Advice = AdviceOn(error),
    };

    public static ManagementError NotFound(string what) => new(StatusCodes.Status404NotFound, "inexistent_" + what, $"There is no such {what.Replace('_', ' ')}.");

    public static ManagementError InvalidBody(IReadOnlyList<Fault> faults) => new(StatusCodes.Status400BadRequest, "invalid_body", "Payload validation error: " + string.Join("; ", faults.Select(Sentence)) + ".")
    {
        Details = faults,
    };

    public static ManagementError InvalidQuery(IReadOnlyList<Fault> faults) => new(StatusCodes.Status400BadRequest, "invalid_query_string", "Query validation error: " + string.Join("; ", faults.Select(Sentence)) + ".")
    {
        Details = faults,
    };

    public static ManagementError Conflict(string code, string message) => new(StatusCodes.Status409Conflict, code, message);

    public static ManagementError Changed { get; } = new(StatusCodes.Status412PreconditionFailed, "precondition_failed", "It was changed since it was read.")
    {
        Advice = "Read it again, make the change on what is there now, and send the new ETag in If-Match.",
    };

    public static ManagementError Forbidden(string message, string advice) => new(StatusCodes.Status403Forbidden, "insufficient_scope", message) { Advice = advice };

    private static string? AdviceOn(OAuthError error) => error switch
    {
        { Code: "invalid_token" } => "Ask /oauth/token for a token by client_credentials with this issuer's /api/v2/ as audience, and send it as Authorization: Bearer.",
        { Code: "insufficient_scope" } => "Give the client the scope that WWW-Authenticate names (its client grant for this API) and ask for a new token.",
        { RetryAfter: not null } => "Wait as long as Retry-After says.",
        _ => null,
    };

    private static string Sentence(Fault fault) => fault.Member.Length == 0 ? fault.Message : $"{fault.Member} {fault.Message}";
}
