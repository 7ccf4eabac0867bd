using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>
/// TikTok's failures by the numbers under which docs/errors explains them to operators (what it means, likely causes in order, how to mend) and
/// Pages/Languages to people. TikTok's own words go to the log alone, as the code and the log_id.
/// </summary>
internal static class FailureCatalogue
{
    // TikTok's codes say what it told us; these say why it told us nothing.
    private const string NoAnswer = "no_answer";
    private const string NoConnection = "no_connection";
    private const string Paused = "paused";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static Failure Of(TikTokError error) => Sort(error) with { Cause = error.Type ?? error.Code, LogId = error.LogId };

    /// <summary>Null for what is not about TikTok.</summary>
    public static Failure? Of(Exception exception) => exception switch
    {
        TikTokProtocolException unreadable => Sort(unreadable) with { LogId = unreadable.LogId },
        TaskCanceledException => Passing(ErrorIds.UpstreamUnavailable, exception.GetType().Name, null) with { Cause = NoAnswer },
        HttpRequestException or IOException => Passing(ErrorIds.UpstreamUnavailable, exception.GetType().Name, null) with { Cause = NoConnection },
        _ => null,
    };

    /// <summary>The whole exchange was given up, whichever of its requests it was in.</summary>
    public static Failure Silent(TimeSpan deadline) =>
        Passing(ErrorIds.UpstreamUnavailable, $"No person within {deadline.TotalSeconds:0.#} s", null) with { Cause = NoAnswer };

    /// <summary>TikTok was not asked: it has answered nobody for a while.</summary>
    public static Failure NotAsked(TimeSpan wait) => Passing(ErrorIds.UpstreamUnavailable, "It was not asked, because it answered none of the last ones", wait) with { Cause = Paused };

    private static Failure Sort(TikTokError error) => error switch
    {
        { Code: TikTokErrorCodes.InvalidCallback } => Failure.BadRequest(ErrorIds.CallbackMalformed, error.ToString()),
        { Type: TikTokErrorTypes.NonSandboxTarget } => new(ErrorIds.UpstreamNotATarget, StatusCodes.Status403Forbidden, error.ToString()),
        { IsRateLimited: true } => Passing(ErrorIds.UpstreamBusy, error.ToString(), error.RetryAfter),
        { Outcome: not TikTokOutcome.Terminal } => Passing(ErrorIds.UpstreamUnavailable, error.ToString(), error.RetryAfter),
        _ => new(IdOf(error), StatusCodes.Status502BadGateway, error.ToString()),
    };

    private static Failure Sort(TikTokProtocolException unreadable) => unreadable switch
    {
        { Status: 429 } => Passing(ErrorIds.UpstreamBusy, unreadable.Message, unreadable.RetryAfter) with { Cause = "http_429" },
        { Status: >= 500 } => Passing(ErrorIds.UpstreamUnavailable, unreadable.Message, unreadable.RetryAfter) with { Cause = $"http_{unreadable.Status}" },
        _ => new(ErrorIds.UpstreamUnreadable, StatusCodes.Status502BadGateway, unreadable.Message) { Cause = "unreadable" },
    };

    // Waiting mends these: as long as TikTok says, or long enough not to make it worse.
    private static Failure Passing(string errorId, string detail, TimeSpan? wait) => new(errorId, StatusCodes.Status503ServiceUnavailable, detail) { RetryAfter = wait ?? Pause };

    private static string IdOf(TikTokError error) => (error.Type, error.Code) switch
    {
        ("redirect_uri", _) => ErrorIds.UpstreamRedirectUriRefused,
        ("scope", _) or (_, TikTokErrorCodes.InvalidScope or TikTokErrorCodes.ScopeNotAuthorized or TikTokErrorCodes.ScopePermissionMissed) => ErrorIds.UpstreamScopeRefused,
        ("code_challenge" or "code_challenge_method", _) => ErrorIds.UpstreamPkceRefused,
        ("client_key", _) or (_, TikTokErrorCodes.InvalidClient or TikTokErrorCodes.UnauthorizedClient) => ErrorIds.UpstreamAppRefused,
        (_, TikTokErrorCodes.InvalidGrant) => ErrorIds.UpstreamCodeRefused,
        (_, TikTokErrorCodes.InvalidRequest) => ErrorIdOfRequest(error.Description),
        _ => ErrorIds.UpstreamRefused,
    };

    // At the token endpoint TikTok says invalid_request for several things, and only its sentence tells them apart.
    private static string ErrorIdOfRequest(string? description) =>
        Says(description, "redirect_uri") ? ErrorIds.UpstreamRedirectUriRefused
        : Says(description, "verifier") || Says(description, "challenge") ? ErrorIds.UpstreamPkceRefused
        : Says(description, "secret") ? ErrorIds.UpstreamAppRefused
        : ErrorIds.UpstreamRefused;

    private static bool Says(string? description, string word) => description?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}
