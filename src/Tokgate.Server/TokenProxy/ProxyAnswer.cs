using System.Text;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>
/// TikTok's refusals as RFC 6749, 5.2 and RFC 6750, 3.1 spell them, whatever status and shape they came in, and what broke on the way as a gateway tells it. TikTok's log_id
/// goes along: without it TikTok's support finds nothing.
/// </summary>
internal static class ProxyAnswer
{
    private const string LogIdHeader = "X-Tt-Logid"; // TikTok's own name for it

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public static void WriteLogId(HttpContext context, string? logId)
    {
        if (logId is not null)
        {
            context.Response.Headers[LogIdHeader] = logId;
        }
    }

    public static ValueTask RefuseAsync(HttpContext context, OAuthError error)
    {
        WriteLogId(context, error.LogId);
        return ResponseWriter.WriteAsync(context, error);
    }

    /// <param name="error">TikTok's.</param>
    /// <param name="byHeader">Whether the caller proved itself in the header, to whom RFC 6749 owes a 401.</param>
    public static OAuthError Of(TikTokError error, bool byHeader)
    {
        var said = Said(error);
        var told = error switch
        {
            { IsRateLimited: true } => OAuthError.TooManyRequests(error.RetryAfter ?? Pause) with { Description = said },
            { Outcome: not TikTokOutcome.Terminal } => Broken(said) with { RetryAfter = error.RetryAfter },
            { IsAccessTokenInvalid: true } => OAuthError.InvalidToken,
            { IsScopeMissing: true } => OAuthError.InsufficientScope(TikTokScopeNames.UserInfoBasic),
            { Code: TikTokErrorCodes.InvalidClient } => OAuthError.InvalidClient(byHeader) with { Description = said },
            { Code: TikTokErrorCodes.InvalidGrant or TikTokErrorCodes.InvalidScope or TikTokErrorCodes.UnauthorizedClient or TikTokErrorCodes.UnsupportedGrantType or TikTokErrorCodes.AccessDenied } => new OAuthError(error.Code, said),

            // param_error, invalid_params and whatever v1 or a gateway calls it by number.
            _ => OAuthError.InvalidRequest(said),
        };
        return told with { LogId = error.LogId };
    }

    /// <returns>Null for what is no failure of the way to TikTok.</returns>
    public static OAuthError? Of(Exception exception) => exception switch
    {
        TikTokProtocolException { Status: StatusCodes.Status429TooManyRequests } limited => OAuthError.TooManyRequests(limited.RetryAfter ?? Pause) with { LogId = limited.LogId },
        TikTokProtocolException unreadable => Broken(Clean(unreadable.Message)) with { LogId = unreadable.LogId, RetryAfter = unreadable.RetryAfter },
        OperationCanceledException { InnerException: TimeoutException } => OAuthError.TimedOut with { Description = "TikTok did not answer in time. A code or refresh token may be spent all the same." },
        HttpRequestException or IOException => Broken("TikTok could not be reached."),
        _ => null,
    };

    public static OAuthError Crowded(TimeSpan pause) => Broken("Too many requests wait for TikTok.") with { Status = StatusCodes.Status503ServiceUnavailable, RetryAfter = pause };

    private static OAuthError Broken(string description) => new("temporarily_unavailable", description) { Status = StatusCodes.Status502BadGateway };

    private static string Said(TikTokError error) =>
        Clean($"TikTok: {error.Code}{(error.Description is null ? "" : $", {error.Description}")}{(error.LogId is null ? "" : $" (log_id {error.LogId})")}");

    private static string Clean(string text) => new StringBuilder(text.Length).AppendJoin("", text.Select(static character => AllowedText.Allows(character) ? character : character is '"' ? '\'' : '?')).ToString();
}
