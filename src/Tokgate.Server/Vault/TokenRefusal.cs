using Tokgate.Server.Protocol;
using Tokgate.Vault;

namespace Tokgate.Server.Vault;

/// <summary>Why there is no token, in OAuth's words: what happened, what helps, and under which ids our page and TikTok's support know it.</summary>
internal static class TokenRefusal
{
    public static OAuthError? Of(TokenAnswer answer) => answer.Standing switch
    {
        TokenStanding.Active when answer.MissingScopes.Count > 0 => Tell(
            OAuthError.InvalidScope($"The person did not grant {AllowedText.Of(string.Join(' ', answer.MissingScopes))} at TikTok. Ask for it in a new sign-in."), ErrorIds.TikTokScopeMissing, null),
        TokenStanding.Active => null,
        TokenStanding.NotFound => NoGrant,
        TokenStanding.Revoked => Tell(
            OAuthError.InvalidGrant("The person disconnected TikTok. Only a new sign-in brings it back."), ErrorIds.TikTokGrantRevoked, answer),
        TokenStanding.NeedsReauthorization => Tell(
            OAuthError.InvalidGrant("TikTok does not renew this grant any more. Send the person through a new sign-in."), ErrorIds.TikTokGrantSpent, answer),
        _ when answer.Cause is AttemptCause.AppRefused or AttemptCause.AppUnknown => Tell(
            Unavailable("TikTok refuses this broker's app, or the app is not configured any more. Its operator has to mend that; no grant is lost.", answer), ErrorIds.TikTokAppPaused, answer),
        _ => Tell(Unavailable("TikTok could not be asked for a fresh token. Try again later; the grant is not lost.", answer), ErrorIds.TikTokUnavailable, answer),
    };

    /// <summary>Nobody has a grant: never signed in by this connection, disconnected long ago, or the connection keeps no tokens.</summary>
    public static OAuthError NoGrant { get; } = Tell(
        OAuthError.InvalidGrant("There is no TikTok grant of this person and connection. Send the person through a sign-in with it."), ErrorIds.TikTokGrantMissing, null);

    /// <summary>T-55: whoever may sign people in may not do this.</summary>
    public static OAuthError NotAllowed { get; } = Tell(
        OAuthError.UnauthorizedClient("The client may not read TikTok tokens. It is a permission of its own, and only for clients that prove themselves."), ErrorIds.TokenReadNotAllowed, null);

    private static OAuthError Unavailable(string description, TokenAnswer answer) => new("temporarily_unavailable", description)
    {
        Status = StatusCodes.Status503ServiceUnavailable,
        RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(1),
    };

    // Without the log id TikTok's support can do nothing.
    private static OAuthError Tell(OAuthError error, string id, TokenAnswer? answer)
    {
        var logId = answer?.Grant?.LastAttempt?.LogId is { } text ? AllowedText.Of(text) : null;
        var cause = answer?.Cause is { } known ? $" Cause: {known}." : "";
        return error with { Description = $"{id}: {error.Description}{cause}{(logId is null ? "" : $" TikTok's log_id: {logId}.")}", ErrorId = id, LogId = logId };
    }
}
